"""How spaces list what a seat sees: own moves and reserves by the alphabet, the other side's moves as they were shown.

Read are the words that `psrokit_showdown.engine.view` shows to the seat, and no others.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from psrokit_showdown.compiled.sight import shown_fraction
from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.encoders.seat_rows import TEAM
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, Table, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    CLAUSES,
    HP,
    MAX_HP,
    MON_MOVE,
    MON_SLOTS,
    MON_WORDS,
    MONS,
    MOVE_CODES,
    ORDER,
    SPECIES,
    TEAM_SIZE,
    TEAM_WORDS,
    UNWRAPPED,
)
from psrokit_showdown.engine.seen import (
    COUNT_BITS,
    OFFERED,
    OFFERS,
    OTHER_MOVES,
    OTHERS,
    OWN_MOVES,
    OWN_USES,
    POKEMON_WORDS,
    USES,
    full_pp,
    seen_of,
)
from psrokit_showdown.naming import move_name

MOVES = 4
Array = Any
"""A NumPy array."""


def _ranks(names: dict[int, str], size: int) -> Table:
    """The place of each code when names stand in alphabetical order."""
    array = np.zeros(size, np.int64)
    for place, code in enumerate(sorted(names, key=lambda code: names[code])):
        array[code] = place
    return cast("Table", array)


MOVE_RANK = _ranks({move.num: move_name(move.id) for move in gen1_moves().values()}, MOVE_CODES)
SPECIES_RANK = _ranks({one.num: one.id for one in gen1_species().values()}, len(gen1_species()) + 1)


@kernel
def index_of(mon: int) -> int:
    """A Pokemon's place in its team as brought."""
    return (mon - MONS) % TEAM_WORDS // MON_WORDS


@kernel
def known_of(p: int, mon: int) -> int:
    """Where the words stand that a Pokemon has shown."""
    return seen_of(p) + index_of(mon) * POKEMON_WORDS


@kernel
def moves_offered(row: Row, p: int) -> int:
    """How many moves a side's Pokemon on the field was last offered in place of its own; 0 where they are its own."""
    return row[seen_of(p) + OFFERED]


@kernel
def offered(row: Row, p: int, slot: int) -> int:
    """A move that was last offered."""
    return row[seen_of(p) + OFFERS + 2 * slot]


@kernel
def offered_pp(row: Row, p: int, slot: int) -> int:
    """What was left of it."""
    return row[seen_of(p) + OFFERS + 2 * slot + 1]


@kernel
def own_pp(row: Row, p: int, mon: int, slot: int) -> int:
    """What its side knows to be left of a Pokemon's own move."""
    return max(0, full_pp(row[mon + MON_MOVE + slot]) - row[known_of(p, mon) + OWN_USES + slot])


@kernel
def rank_own(row: Row, mon: int, slot: int) -> int:
    """How many of a Pokemon's own moves come before one of them in the alphabet."""
    before, mine = 0, MOVES * MOVE_RANK[row[mon + MON_MOVE + slot]] + slot
    for other in range(row[mon + MON_SLOTS]):
        before += MOVES * MOVE_RANK[row[mon + MON_MOVE + other]] + other < mine
    return before


@kernel
def rank_offered(row: Row, p: int, slot: int) -> int:
    """How many of the moves last offered come before one of them in the alphabet."""
    before, mine = 0, MOVES * MOVE_RANK[offered(row, p, slot)] + slot
    for other in range(moves_offered(row, p)):
        before += MOVES * MOVE_RANK[offered(row, p, other)] + other < mine
    return before


@kernel
def rank_reserve(row: Row, p: int, place: int, up: bool) -> int:
    """How many of the same kind, alive or fainted, come before a reserve in the alphabet."""
    before, mine = 0, TEAM * SPECIES_RANK[row[record_of(p, row[p + ORDER + place]) + SPECIES]] + place
    for other in range(1, row[p + TEAM_SIZE]):
        mon = record_of(p, row[p + ORDER + other])
        before += ((row[mon + HP] > 0) == up) & (TEAM * SPECIES_RANK[row[mon + SPECIES]] + other < mine)
    return before


@kernel
def shown_slot(row: Row, known: int, order: int) -> int:
    """The place in USES of the move that a Pokemon showed as its `order`-th, counted from 1; -1 if there is none."""
    for slot in range(OWN_MOVES + OTHER_MOVES):
        if row[known + USES + slot] >> COUNT_BITS == order:
            return slot
    return -1


@kernel
def move_at(row: Row, known: int, mon: int, slot: int) -> int:
    """The move that stands at a place in USES."""
    return row[mon + MON_MOVE + slot] if slot < OWN_MOVES else row[known + OTHERS + slot - OWN_MOVES]


@kernel
def foe_health(row: Row, mon: int) -> float:
    """HP from 0 to 1 as the other side sees them: custom games hide nothing."""
    if row[CLAUSES] & UNWRAPPED:
        return 100.0 * row[mon + HP] / row[mon + MAX_HP] / 100.0
    return shown_fraction(row, mon)


@kernel
def first_of_kind(row: Row, p: int, mine: int) -> int:
    """The first of a side's Pokemon, by place in the team as brought, that is of the same species as this one."""
    for index in range(mine):
        if row[record_of(p, index) + SPECIES] == row[record_of(p, mine) + SPECIES]:
            return index
    return mine


@kernel
def active_index(row: Row, p: int) -> int:
    """The place in the team as brought of the Pokemon on the field."""
    return index_of(row[p + ACTIVE])
