"""How spaces list what a seat sees: own moves and reserves by the alphabet, the other side's moves as they were shown.

Read are the words that `psrokit_showdown.engine.view` shows to the seat, and no others.
"""

from __future__ import annotations

from typing import Any, TypeAlias, cast

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
    RANK,
    USES,
    full_pp,
    seen_of,
)
from psrokit_showdown.naming import move_name

MOVES = 4
PLACE_BITS = 3
Array: TypeAlias = Any
"""A NumPy array, as a kernel sees it: of any type and shape, and writable."""


def _ranks(names: dict[int, str], size: int) -> Table:
    """The place of each code when names stand in alphabetical order."""
    array = np.zeros(size, np.int64)
    for place, code in enumerate(sorted(names, key=lambda code: names[code])):
        array[code] = place
    return cast("Table", array)


MOVE_RANK = _ranks({move.num: move_name(move.id) for move in gen1_moves().values()}, MOVE_CODES)
SPECIES_RANK = _ranks({one.num: one.id for one in gen1_species().values()}, len(gen1_species()) + 1)
FAINTED_RANK = len(gen1_species())


@kernel
def index_of(mon: int) -> int:
    """A Pokemon's place in its team as brought."""
    return (mon - MONS) % TEAM_WORDS // MON_WORDS


@kernel
def known_of(p: int, mon: int) -> int:
    """Where the words stand that a Pokemon has shown."""
    return seen_of(p) + index_of(mon) * POKEMON_WORDS


@kernel
def own_pp(row: Row, p: int, mon: int, slot: int) -> int:
    """What is left of a Pokemon's own move, as its side knows."""
    return max(0, full_pp(row[mon + MON_MOVE + slot]) - row[known_of(p, mon) + OWN_USES + slot])


@kernel
def place_of(places: int, index: int) -> int:
    """A place, from 0, out of what `move_places` or `reserve_places` gives."""
    return places >> (PLACE_BITS * index) & (1 << PLACE_BITS) - 1


@kernel
def move_places(row: Row, first: int, step: int, count: int) -> int:
    """The places of some moves in alphabetical order, PLACE_BITS each. They stand in the row from `first` on."""
    places = 0
    for one in range(1, count):
        mine = MOVE_RANK[row[first + step * one]]
        for other in range(one):
            later = one if MOVE_RANK[row[first + step * other]] <= mine else other
            places += 1 << PLACE_BITS * later
    return places


@kernel
def own_places(row: Row, mon: int) -> int:
    """The places of a Pokemon's own moves."""
    return move_places(row, mon + MON_MOVE, 1, row[mon + MON_SLOTS])


@kernel
def moves_listed(row: Row, p: int) -> int:
    """How many moves a side's Pokemon on the field has: those last offered in place of its own, else its own."""
    count = row[seen_of(p) + OFFERED]
    return count or row[row[p + ACTIVE] + MON_SLOTS]


@kernel
def move_listed(row: Row, p: int, slot: int) -> int:
    """One of these moves."""
    side = seen_of(p)
    return row[side + OFFERS + 2 * slot] if row[side + OFFERED] else row[row[p + ACTIVE] + MON_MOVE + slot]


@kernel
def pp_listed(row: Row, p: int, slot: int) -> int:
    """What is left of it, as its side knows."""
    side = seen_of(p)
    return row[side + OFFERS + 2 * slot + 1] if row[side + OFFERED] else own_pp(row, p, row[p + ACTIVE], slot)


@kernel
def places_listed(row: Row, p: int) -> int:
    """The places of these moves."""
    offered = row[seen_of(p) + OFFERED]
    return move_places(row, seen_of(p) + OFFERS, 2, offered) if offered else own_places(row, row[p + ACTIVE])


@kernel
def reserve_places(row: Row, p: int) -> int:
    """The places of a side's reserves, by place in the request's list: in alphabetical order, the fainted last."""
    places = 0
    for one in range(2, row[p + TEAM_SIZE]):
        mine = _reserve_rank(row, p, one)
        for other in range(1, one):
            later = one if _reserve_rank(row, p, other) <= mine else other
            places += 1 << PLACE_BITS * later
    return places


@kernel
def _reserve_rank(row: Row, p: int, place: int) -> int:
    mon = record_of(p, row[p + ORDER + place])
    return SPECIES_RANK[row[mon + SPECIES]] + (FAINTED_RANK if row[mon + HP] == 0 else 0)


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
def foes_left(row: Row, foe: int) -> int:
    """How many of the other side's Pokemon have not been seen to faint."""
    left = TEAM
    for index in range(row[foe + TEAM_SIZE]):
        mon = record_of(foe, index)
        left -= 1 if row[known_of(foe, mon) + RANK] and row[mon + HP] == 0 else 0
    return left


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
