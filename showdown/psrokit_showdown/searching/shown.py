"""What both sides have been seen to do, written into a rebuilt battle: the players in it go by that."""

from __future__ import annotations

from psrokit_showdown.data import max_pp
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.seen import (
    BEGUN,
    COUNT_BITS,
    EFFECTS_BEGUN,
    MARK_NAMES,
    OWN_USES,
    POKEMON_WORDS,
    USES,
)
from psrokit_showdown.knowledge import Active, FoePokemon, OwnPokemon
from psrokit_showdown.teams import Member


def show_own(row: States, place: int, pokemon: OwnPokemon) -> None:
    """Moves of an own Pokemon that were used are known to both sides, the most used first: a view keeps no order."""
    words = layout.SEEN + place * POKEMON_WORDS
    used = [max(0, (max_pp(1, move.id) or 0) - (move.pp or 0)) for move in pokemon.moves]
    row[words + OWN_USES : words + OWN_USES + len(used)] = used
    ranks = sorted((slot for slot, uses in enumerate(used) if uses), key=lambda slot: -used[slot])
    for rank, slot in enumerate(ranks):
        row[words + USES + slot] = (rank + 1 << COUNT_BITS) + used[slot]


def show_foe(row: States, place: int, foe: FoePokemon, member: Member) -> None:
    """Moves that a foe was seen to use, in that order."""
    words = layout.SEEN + layout.SEEN_WORDS + place * POKEMON_WORDS
    slots = {move.lower(): slot for slot, move in enumerate(member.moves)}
    for rank, move in enumerate(foe.moves):
        if move.id in slots:
            row[words + USES + slots[move.id]] = (rank + 1 << COUNT_BITS) + move.pp_used
            row[words + OWN_USES + slots[move.id]] = move.pp_used


def show_effects(row: States, side: int, active: Active) -> None:
    """Effects that were announced on a side's Pokemon on the field, in the order in which they began."""
    words = layout.SEEN + (side == layout.P2) * layout.SEEN_WORDS
    marks = [MARK_NAMES.index(name) for name, _ in active.effects if name in MARK_NAMES]
    for begun, mark in enumerate(marks):
        row[words + BEGUN + mark] = begun + 1
    row[words + EFFECTS_BEGUN] = len(marks)
