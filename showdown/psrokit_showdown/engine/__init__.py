"""The native engine of generation 1 battles: Showdown's rules, draw for draw, compiled.

A battle is a row of integers (`layout`); `start`, `legal` and `step` work on many rows at once. Rules are kernels, one
responsibility a file: `turns` (the course of a battle), `actions`, `queue`, `requests`, `entering`, `using`,
`before_move`, `hitting`, `landing`, `damage`, `stats`, `status`, `conditions`, `trapping`, `effects`, `after_move`,
`health`, `ties`, `endless`; every random draw goes through `chance`; what players are told is kept by `tell_moves`,
`tell_effects` and `tell_pokemon`. Where Showdown differs from the cartridge, Showdown is followed and the docstring
beside the rule says so.

This package imports numba: import it where it is used.
"""

from psrokit_showdown.engine import layout, options
from psrokit_showdown.engine.batch import ended, legal, new_states, play_random, prepare, start, step, turn, winner
from psrokit_showdown.engine.formats import clauses, seed_of, seed_text
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.packing import TeamRecords, pack_team

__all__ = [
    "States",
    "TeamRecords",
    "clauses",
    "ended",
    "layout",
    "legal",
    "new_states",
    "options",
    "pack_team",
    "play_random",
    "prepare",
    "seed_of",
    "seed_text",
    "start",
    "step",
    "turn",
    "winner",
]
