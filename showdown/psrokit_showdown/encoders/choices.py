"""Metamon's numbers of choices over whole batches of rows, in one compiled call: the action space `default`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.encoders.listing import (
    Array,
    move_listed,
    moves_listed,
    place_of,
    places_listed,
    reserve_places,
)
from psrokit_showdown.encoders.seat_rows import SeatRows
from psrokit_showdown.encoders.version import encoders_digest
from psrokit_showdown.engine import States
from psrokit_showdown.engine.compiling import entry
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    BIDE,
    CHARGING,
    HP,
    MOVE_ASKED,
    ORDER,
    P1,
    P2,
    RAGE,
    RECHARGE,
    REQUEST,
    TEAM_SIZE,
    THRASH,
    TRAPPING,
)
from psrokit_showdown.engine.requests import (
    BOUND,
    FIRST_SWITCH,
    LOCKED,
    SLOTS_SHOWN,
    STRUGGLES,
    legal_choices,
    move_form,
)
from psrokit_showdown.engine.rows import row_at
from psrokit_showdown.engine.tables import BIDE_MOVE, RAGE_MOVE, STRUGGLE
from psrokit_showdown.numbered import MOVES, SIZE

NO_COLUMN = -1
"""What stands for a number that stands for no legal choice."""


@kernel
def _number_choices(row: Row, p: int, columns: Array) -> None:
    """The columns of one seat's numbers, over a row of NO_COLUMN."""
    mask = legal_choices(row, p)
    form = move_form(row, p)
    if row[p + REQUEST] == MOVE_ASKED:
        if form == SLOTS_SHOWN:
            _number_moves(row, p, mask, columns)
        else:
            _number_the_only_move(row, p, _only_move(row, p, form), columns)
    recharging = row[p + REQUEST] == MOVE_ASKED and row[p + RECHARGE] > 0
    places = reserve_places(row, p)
    for reserve in range(1, row[p + TEAM_SIZE]):
        column = 0 if recharging else FIRST_SWITCH - 1 + reserve
        if mask >> column & 1 and row[record_of(p, row[p + ORDER + reserve]) + HP] > 0:
            columns[MOVES + place_of(places, reserve)] = column


@kernel
def _number_moves(row: Row, p: int, mask: int, columns: Array) -> None:
    places = places_listed(row, p)
    for slot in range(moves_listed(row, p)):
        if mask >> slot & 1:
            columns[place_of(places, slot)] = slot


@kernel
def _number_the_only_move(row: Row, p: int, only: int, columns: Array) -> None:
    """`move 1` is the move to which the Pokemon is bound; if that is none of its own, every number means it."""
    places, own = places_listed(row, p), False
    for slot in range(moves_listed(row, p)):
        own = own or move_listed(row, p, slot) == only
    for slot in range(moves_listed(row, p)):
        if not own or move_listed(row, p, slot) == only:
            columns[place_of(places, slot)] = 0


@kernel
def _only_move(row: Row, p: int, form: int) -> int:
    """What the one entry of a request says; 0 for recharging and the Fight button."""
    if form == STRUGGLES:
        return STRUGGLE
    if form == BOUND:
        return BIDE_MOVE if row[p + BIDE] else row[p + TRAPPING]
    if form != LOCKED or row[p + RECHARGE]:
        return 0
    if row[p + RAGE]:
        return RAGE_MOVE
    return row[p + THRASH] or row[p + CHARGING]


def _number_entry(version: int) -> Callable[..., None]:
    def number(states: States, seats: NDArray[np.int64], columns: NDArray[np.int8]) -> None:
        for i in range(len(states) if version else 0):
            _number_choices(row_at(states, i), P2 if seats[i] else P1, row_at(columns, i))

    return entry(number)


@cache
def _number() -> Callable[..., None]:
    return _number_entry(encoders_digest())


def columns_of_numbers(views: SeatRows) -> NDArray[np.int8]:
    """For each number of the action space `default` the column of `Decisions.legal` that it stands for, shape (k, 13).

    NO_COLUMN where it stands for no legal choice. The first 9 are those of `minimal`.
    """
    states, seats, _, _ = views.checked()
    columns = np.full((len(states), SIZE), NO_COLUMN, np.int8)
    _number()(states, seats, columns)
    return columns
