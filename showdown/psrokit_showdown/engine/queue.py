"""The queue of a turn's actions: switches before moves, then priority, then speed, then a coin.

Never more than two actions wait, besides the end of the turn. Here ties decide something: the coin is a real draw.
Moves are ordered by the speed stat; a switch counts with the speed of who leaves (even fainted), an entry with that of
who came.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import even
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIONS,
    FORCED_SWITCH,
    MODIFIED,
    MOVE,
    P1,
    P2,
    QUEUE,
    RUN_SWITCH,
    SELECTED,
    SPEED_STAT,
)
from psrokit_showdown.engine.tables import PRIORITY


@kernel
def push(row: Row, kind: int, p: int) -> None:
    """Put an action last."""
    place = QUEUE + 2 * row[ACTIONS]
    row[place] = kind
    row[place + 1] = p
    row[ACTIONS] += 1


@kernel
def pop(row: Row) -> None:
    """Take the first action off."""
    row[QUEUE] = row[QUEUE + 2]
    row[QUEUE + 1] = row[QUEUE + 3]
    row[ACTIONS] -= 1


@kernel
def _swap(row: Row) -> None:
    for word in (QUEUE, QUEUE + 1):
        first = row[word]
        row[word] = row[word + 2]
        row[word + 2] = first


@kernel
def sort(row: Row) -> None:
    """Order the two players' actions; nothing to do for one."""
    if row[ACTIONS] < 2:
        return
    first, second = row[QUEUE], row[QUEUE + 2]
    lead = (first == MOVE) - (second == MOVE)  # a switch goes before a move
    if lead == 0 and first == MOVE:
        lead = PRIORITY[row[P2 + SELECTED]] - PRIORITY[row[P1 + SELECTED]]
    if lead == 0:
        lead = _speed(row, P2) - _speed(row, P1)
    if lead > 0 or (lead == 0 and even(row, 2) == 1):
        _swap(row)


@kernel
def _speed(row: Row, p: int) -> int:
    return row[p + MODIFIED + SPEED_STAT]


@kernel
def insert_entry(row: Row, p: int) -> None:
    """Queue the entry of a Pokemon that came in: before moves and voluntary switches, after the other forced switch,
    and with another entry by speed.
    """
    push(row, RUN_SWITCH, p)
    if row[ACTIONS] < 2:
        return
    other = row[QUEUE + 1]
    if row[QUEUE] == RUN_SWITCH:
        lead = _speed(row, p) - _speed(row, other)
        if lead > 0 or (lead == 0 and even(row, 2) == 0):
            _swap(row)
    elif row[QUEUE] != FORCED_SWITCH:
        _swap(row)
