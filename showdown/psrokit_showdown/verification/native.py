"""A recorded battle played again by the native engine."""

from __future__ import annotations

import numpy as np

from psrokit.api import InputError
from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.teams.packed_text import parse_packed
from psrokit_showdown.verification.recorder import Ints, Recording

CLAUSE_BITS = {"sleepclausemod": layout.SLEEP_CLAUSE, "freezeclausemod": layout.FREEZE_CLAUSE}


def replay(recording: Recording) -> Ints:
    """The rows of the engine, shape (n, WORDS): one at the start and one after every recorded decision.

    It ends early where the engine refuses a recorded choice.
    """
    states = engine.new_states(1)
    battle = recording.script.battle
    teams = np.stack([_team(recording, seat) for seat in (0, 1)])[None]
    seeds = np.array([engine.seed_of(",".join(map(str, battle.seed)))], dtype=np.uint64)
    engine.start(states, np.zeros(1, dtype=np.int64), seeds, teams, clauses_of(battle.format))
    rows = [states[0].copy()]
    for choices in recording.trace[1:, :2]:
        try:
            engine.step(states, choices[None].astype(np.int8))
        except InputError:
            break
        rows.append(states[0].copy())
    return np.stack(rows).astype(np.int32)


def clauses_of(format_id: str) -> int:
    """The clauses of a format, or of one with rules taken away ("gen1ou@@@!sleepclausemod")."""
    base, _, rules = format_id.partition("@@@")
    without = [bit for rule, bit in CLAUSE_BITS.items() if f"!{rule}" in rules.split(",")]
    return engine.clauses(base) & ~sum(without)


def _team(recording: Recording, seat: int) -> engine.TeamRecords:
    """The Pokemon records of a seat, with the PP that the script sets."""
    packed = engine.pack_team(parse_packed(recording.teams[seat], f"team of seat {seat}"))
    if recording.script.pp is not None:
        for index, pp in enumerate(recording.script.pp[seat]):
            packed[index, layout.MON_PP : layout.MON_PP + len(pp)] = pp
    return packed
