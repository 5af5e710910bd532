"""The teams in the space `gen1_entities`, compiled: the twin of `psrokit_showdown.gen1_rows`, equal to the last bit.

Read are the words that `psrokit_showdown.engine.view` shows to the seat, and no others. Arrays of entities are taken as
one vector, in which entity `at` has a stretch of its own.
"""

from __future__ import annotations

import numpy as np

from psrokit_showdown.compiled.sight import status_shown
from psrokit_showdown.compiled.tables import BASE, FIRST_TYPE, SECOND_TYPE
from psrokit_showdown.encoders.listing import (
    MOVES,
    Array,
    foe_health,
    known_of,
    move_at,
    move_listed,
    moves_listed,
    own_places,
    own_pp,
    place_of,
    places_listed,
    pp_listed,
    reserve_places,
    shown_slot,
)
from psrokit_showdown.encoders.seat_rows import TEAM
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    FREEZE,
    HP,
    LEVEL,
    MAX_HP,
    MON_MOVE,
    MON_SLOTS,
    NO_TYPE,
    ORDER,
    OWN,
    SELF_SLEEP,
    SLEEPING,
    SPECIES,
    STATS,
    TEAM_SIZE,
)
from psrokit_showdown.engine.seen import COUNT, LAST_USED, NAPS, RANK, USES, full_pp
from psrokit_showdown.engine.tables import BASE_PP
from psrokit_showdown.gen1_rows import ID_COLUMNS, LARGEST_STAT, MOST_SLEEP, ROW_COLUMNS

BASE_SHARES = np.asarray(BASE) / 255
"""By species: base stats as they are listed."""
ID_COUNT, ROW_COUNT = len(ID_COLUMNS), len(ROW_COLUMNS)
TYPES_AT = ROW_COLUMNS.index("type_normal")
PP_AT = ROW_COLUMNS.index("pp0")
SLEEP_AT = ROW_COLUMNS.index("sleep_turns")
STATS_AT = ROW_COLUMNS.index("attack")
BASE_AT = ROW_COLUMNS.index("base_hp")


@kernel
def rested(row: Row, mon: int) -> bool:
    """Whether a Pokemon sleeps of its own will."""
    return status_shown(row, mon) == SLEEPING and row[mon + SELF_SLEEP] != 0


@kernel
def _general(row: Row, known: int, mon: int, ids: Array, numbers: Array, at: int) -> None:
    """What both sides know of a Pokemon that has been seen."""
    species, names, to = row[mon + SPECIES], at * ID_COUNT, at * ROW_COUNT
    ids[names] = species
    ids[names + 1] = status_shown(row, mon)
    ids[names + 6] = row[known + LAST_USED]
    numbers[to] = 1.0
    numbers[to + 4] = row[mon + LEVEL] / 100
    for stat in range(5):
        numbers[to + BASE_AT + stat] = BASE_SHARES[species, stat]
    numbers[to + SLEEP_AT] = min(row[known + NAPS], MOST_SLEEP) / MOST_SLEEP
    numbers[to + SLEEP_AT + 1] = 1.0 if rested(row, mon) else 0.0
    numbers[to + SLEEP_AT + 2] = 1.0 if row[known + RANK] else 0.0
    flag_types(FIRST_TYPE[species], SECOND_TYPE[species], numbers, to + TYPES_AT)


@kernel
def flag_types(first: int, second: int, numbers: Array, to: int) -> None:
    """One flag for each type from `to` on."""
    numbers[to + first] = 1.0
    if second != NO_TYPE:
        numbers[to + second] = 1.0


@kernel
def own_entity(row: Row, p: int, place: int, ids: Array, numbers: Array, at: int) -> None:
    """An own Pokemon; the one on the field with the moves that it was last offered."""
    mon = record_of(p, row[p + ORDER + place])
    to = at * ROW_COUNT
    _general(row, known_of(p, mon), mon, ids, numbers, at)
    numbers[to + 1] = 1.0 if place == 0 else 0.0
    numbers[to + 2] = 1.0 if place and row[mon + HP] > 0 else 0.0
    numbers[to + 3] = row[mon + HP] / row[mon + MAX_HP]
    for stat in range(STATS):
        numbers[to + STATS_AT + stat] = row[mon + OWN + stat] / LARGEST_STAT
    if place == 0:
        places = places_listed(row, p)
        for slot in range(moves_listed(row, p)):
            move = move_listed(row, p, slot)
            limit = full_pp(move) if slot < row[mon + MON_SLOTS] else BASE_PP[move]
            _put(ids, numbers, at, place_of(places, slot), move, pp_listed(row, p, slot) / limit)
        return
    places = own_places(row, mon)
    for slot in range(row[mon + MON_SLOTS]):
        move = row[mon + MON_MOVE + slot]
        _put(ids, numbers, at, place_of(places, slot), move, own_pp(row, p, mon, slot) / full_pp(move))


@kernel
def _put(ids: Array, numbers: Array, at: int, column: int, move: int, left: float) -> None:
    ids[at * ID_COUNT + 2 + column] = move
    numbers[at * ROW_COUNT + PP_AT + column] = left


@kernel
def own_team(row: Row, p: int, ids: Array, numbers: Array) -> None:
    """Rows 0 to 5: the one on the field, those that can be switched to, the fainted."""
    places = reserve_places(row, p)
    own_entity(row, p, 0, ids, numbers, 0)
    for place in range(1, row[p + TEAM_SIZE]):
        own_entity(row, p, place, ids, numbers, 1 + place_of(places, place))


@kernel
def foe_entity(row: Row, foe: int, mon: int, ids: Array, numbers: Array, at: int) -> None:
    """A Pokemon of the other side that has been seen."""
    known, active = known_of(foe, mon), row[foe + ACTIVE] == mon
    _general(row, known, mon, ids, numbers, at)
    numbers[at * ROW_COUNT + 1] = 1.0 if active else 0.0
    numbers[at * ROW_COUNT + 2] = 0.0 if active or row[mon + HP] == 0 else 1.0
    numbers[at * ROW_COUNT + 3] = foe_health(row, mon)
    for column in range(MOVES):
        slot = shown_slot(row, known, column + 1)
        if slot >= 0:
            move, spent = move_at(row, known, mon, slot), row[known + USES + slot] & COUNT
            _put(ids, numbers, at, column, move, max(0.0, 1 - spent / full_pp(move)))


@kernel
def foe_team(row: Row, foe: int, ids: Array, numbers: Array) -> None:
    """Rows 6 to 11: the one on the field, the others in the order in which they were first seen."""
    foe_entity(row, foe, row[foe + ACTIVE], ids, numbers, TEAM)
    at = TEAM + 1
    for rank in range(1, TEAM + 1):
        for index in range(row[foe + TEAM_SIZE]):
            mon = record_of(foe, index)
            if row[known_of(foe, mon) + RANK] == rank and mon != row[foe + ACTIVE]:
                foe_entity(row, foe, mon, ids, numbers, at)
                at += 1


@kernel
def forced_asleep(row: Row, p: int, seen_only: bool) -> float:
    """1 if a Pokemon of a side was put to sleep by the other."""
    for index in range(row[p + TEAM_SIZE]):
        mon = record_of(p, index)
        known = not seen_only or row[known_of(p, mon) + RANK] > 0
        if known and status_shown(row, mon) == SLEEPING and not rested(row, mon):
            return 1.0
    return 0.0


@kernel
def some_frozen(row: Row, p: int, seen_only: bool) -> float:
    """1 if a Pokemon of a side is frozen."""
    for index in range(row[p + TEAM_SIZE]):
        mon = record_of(p, index)
        if (not seen_only or row[known_of(p, mon) + RANK] > 0) and status_shown(row, mon) == FREEZE:
            return 1.0
    return 0.0
