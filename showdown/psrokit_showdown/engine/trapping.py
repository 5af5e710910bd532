"""Bind, Wrap, Fire Spin and Clamp: two to five turns in which the target's chosen moves do not happen.

The user repeats the damage of the first hit without drawing accuracy, critical hit or damage. Switching is never
prevented; if the target switches, the move is executed anew, with a PP that may fall from 0 to 63. Requests must not
tell whether a trap ended, so that from a trap's second turn on, and for the turn after it, they show the ordinary
moves and `maybeLocked`. These moves on a recharging target take its recharge away even if they miss.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import even
from psrokit_showdown.engine.conditions import be_trapped, release
from psrokit_showdown.engine.health import hp_of
from psrokit_showdown.engine.kernel import Row, kernel, long_at
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BOTH,
    ENDED_TRAP,
    ENDED_TRAP_WITH,
    HP,
    LAST_DAMAGE,
    P1,
    P2,
    TRAPPED,
    TRAPPED_BY,
    TRAPPED_MAYBE,
    TRAPPING,
    TRAPPING_DAMAGE,
    TRAPPING_TIME,
    TRAPPING_TOTAL,
    TRAPPING_WHOM,
)
from psrokit_showdown.engine.tables import HITS_BY_SCORE

LONGEST = 5


@kernel
def start_trapping(row: Row, user: int, move: int) -> None:
    """Draw the duration of a trap that begins; a foe that the hit knocked out is not held."""
    if row[user + TRAPPING]:
        return
    turns = HITS_BY_SCORE[even(row, 8)]
    if hp_of(row, BOTH - user) == 0:
        return
    row[user + TRAPPING] = move
    row[user + TRAPPING_TIME] = turns
    row[user + TRAPPING_TOTAL] = turns
    row[user + TRAPPING_DAMAGE] = long_at(row, LAST_DAMAGE)
    row[user + TRAPPING_WHOM] = row[BOTH - user + ACTIVE]
    be_trapped(row, BOTH - user, row[user + ACTIVE])


@kernel
def stop_trapping(row: Row, p: int) -> None:
    """The user is no longer bound to its trapping move."""
    for word in (TRAPPING, TRAPPING_TIME, TRAPPING_TOTAL, TRAPPING_DAMAGE, TRAPPING_WHOM):
        row[p + word] = 0


@kernel
def after_trapping_move(row: Row, user: int, target: int) -> None:
    """After each move of a user that is bound: hold the target on, or let the trap end unseen."""
    if row[user + TRAPPING] == 0:
        return
    if hp_of(row, target) == 0:
        stop_trapping(row, user)
    elif row[user + TRAPPING_TIME] == 1:
        if row[user + TRAPPING_TOTAL] != LONGEST:
            _end_unseen(row, user, target)
            _end_unseen(row, target, user)
    else:
        be_trapped(row, target, row[user + ACTIVE])
        if row[user + TRAPPING_TOTAL] > row[user + TRAPPING_TIME]:
            row[target + TRAPPED_MAYBE] = 1


@kernel
def _end_unseen(row: Row, p: int, other: int) -> None:
    if row[p + ENDED_TRAP] == 0:
        row[p + ENDED_TRAP] = 2
    row[p + ENDED_TRAP_WITH] = row[other + ACTIVE]


@kernel
def count_down_traps(row: Row, p: int) -> None:
    """At the end of a turn."""
    if row[p + TRAPPED]:
        row[p + TRAPPED] -= 1
        if row[p + TRAPPED] == 0:
            release(row, p)
    if row[p + ENDED_TRAP]:
        row[p + ENDED_TRAP] -= 1
        if row[p + ENDED_TRAP] == 0:
            row[p + ENDED_TRAP_WITH] = 0
    if row[p + TRAPPING]:
        row[p + TRAPPING_TIME] -= 1
        if row[p + TRAPPING_TIME] == 0:
            stop_trapping(row, p)


@kernel
def clean_up_traps(row: Row) -> None:
    """Before the next requests: a trap needs both ends. Player 1's Pokemon comes first, as in Showdown."""
    for p in (P1, P2):
        q = BOTH - p
        if hp_of(row, p) > 0:
            if row[p + TRAPPING] and not _stands(row, q, TRAPPED, row[p + TRAPPING_WHOM]):
                stop_trapping(row, p)
            if row[p + TRAPPED] and not _stands(row, q, TRAPPING, row[p + TRAPPED_BY]):
                release(row, p)
            if row[p + ENDED_TRAP] and not _stands(row, q, ENDED_TRAP, row[p + ENDED_TRAP_WITH]):
                row[p + ENDED_TRAP] = 0
                row[p + ENDED_TRAP_WITH] = 0


@kernel
def _stands(row: Row, p: int, condition: int, m: int) -> bool:
    """Whether a Pokemon is on this side of the field, not fainted, and has the condition."""
    return row[p + ACTIVE] == m and row[m + HP] > 0 and row[p + condition] > 0
