"""What follows a move: ends of locks, then poison, burn and Leech Seed of the Pokemon that moved.

This damage comes right after each Pokemon's own action, not at the end of the turn, and not at all if its move knocked
out the foe. As on the cartridge, a toxic counter that outlived Rest multiplies any of it, and Leech Seed gives the foe
the full amount whatever was left to take.
"""

from __future__ import annotations

from psrokit_showdown.engine.conditions import stop_thrashing
from psrokit_showdown.engine.health import heal, hp_of, hurt, share_of_max
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BAD_POISON,
    BOTH,
    BURN,
    LEECH_SEED,
    POISON,
    RECHARGE,
    SLEEP,
    SLEEPING,
    THRASH,
    THRASH_TIME,
    TOXIC,
    TOXIC_COUNT,
)
from psrokit_showdown.engine.status import cure, status_of
from psrokit_showdown.engine.tell_effects import must_recharge
from psrokit_showdown.engine.ties import after_move_event
from psrokit_showdown.engine.trapping import after_trapping_move


@kernel
def after_move(row: Row, user: int, target: int) -> None:
    """Trapping goes on or ends, a knock-out spares the recharge, Thrash ends."""
    after_move_event(row, user)
    after_trapping_move(row, user, target)
    if hp_of(row, target) == 0:
        row[user + RECHARGE] = 0
    elif row[user + RECHARGE]:
        must_recharge(row, user)
    if row[user + THRASH] and row[user + THRASH_TIME] <= 0:
        stop_thrashing(row, user)


@kernel
def suffer(row: Row, p: int) -> None:
    """The damage of conditions, and waking up, of the Pokemon that moved or could not."""
    status = status_of(row, p)
    ill = status in (POISON, BAD_POISON, BURN)
    if ill and row[p + TOXIC]:
        row[p + TOXIC_COUNT] += 1
    if status == SLEEPING and row[row[p + ACTIVE] + SLEEP] <= 0:
        cure(row, p)
    if ill:
        hurt(row, p, share_of_max(row, p, 16) * (row[p + TOXIC_COUNT] if row[p + TOXIC] else 1))
    if row[p + LEECH_SEED] and hp_of(row, BOTH - p) > 0:
        _leech(row, p)


@kernel
def _leech(row: Row, p: int) -> None:
    amount = share_of_max(row, p, 16)
    if row[p + TOXIC]:
        row[p + TOXIC_COUNT] += 1
        amount *= row[p + TOXIC_COUNT]
    hurt(row, p, amount)
    heal(row, BOTH - p, amount)
