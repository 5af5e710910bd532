"""Stats and stages.

The game keeps the stats that are used (MODIFIED) beside the stages: a stage change recomputes one of them from the
unstaged stat, and so forgets what burn and paralysis took from it. These losses are applied again, on top of what they
took before, to the foe of whoever changes any stage. A raise of a stat that is 999, or a drop of one that is 1, moves
the stage and then back by one, changes no stat and counts as a failure.
"""

from __future__ import annotations

from psrokit_showdown.engine.health import hp_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    ATTACK,
    BOTH,
    BURN,
    MIST,
    MODIFIED,
    PARALYSIS,
    SPEED_STAT,
    STAGE,
    STATS,
    STATUS,
    STORED,
)
from psrokit_showdown.engine.tables import STAGE_PERCENT

CAP = 999


@kernel
def change_stage(row: Row, p: int, stat: int, by: int) -> bool:
    """Move one stage of a side's Pokemon and recompute the stat; whether that counts as a success."""
    stage = row[p + STAGE + stat]
    if (by > 0 and stage >= 6) or (by < 0 and stage <= -6):
        return False
    stage = min(6, max(-6, stage + by))
    if stat < STATS and row[p + MODIFIED + stat] == (CAP if by > 0 else 1):
        row[p + STAGE + stat] = stage - (1 if by > 0 else -1)
        return False
    row[p + STAGE + stat] = stage
    if stat < STATS:
        _recompute(row, p, stat, by > 0)
    return True


@kernel
def _recompute(row: Row, p: int, stat: int, raised: bool) -> None:
    value = max(1, row[p + STORED + stat] * STAGE_PERCENT[row[p + STAGE + stat] + 6] // 100)
    row[p + MODIFIED + stat] = min(CAP, value) if raised else value


@kernel
def boost(row: Row, user: int, target: int, stat: int, by: int, by_status_move: bool) -> bool:
    """A move's stage change; Mist keeps the foe's status moves from lowering anything."""
    if hp_of(row, target) == 0:
        return False
    if by < 0 and row[target + MIST] and by_status_move and target != user:
        return False
    return change_stage(row, target, stat, by)


@kernel
def build_rage(row: Row, p: int) -> None:
    """One stage of Attack more; nothing is applied again to the foe."""
    if row[p + STAGE + ATTACK] < 6 and hp_of(row, p) > 0:
        change_stage(row, p, ATTACK, 1)


@kernel
def scale(row: Row, p: int, stat: int, divisor: int) -> None:
    """Divide a stat as it is used, down to no less than 1."""
    row[p + MODIFIED + stat] = max(1, row[p + MODIFIED + stat] // divisor)


@kernel
def apply_status_losses(row: Row, p: int) -> None:
    """What burn takes from Attack and paralysis from Speed, once more."""
    status = row[row[p + ACTIVE] + STATUS]
    if status == PARALYSIS:
        scale(row, p, SPEED_STAT, 4)
    elif status == BURN:
        scale(row, p, ATTACK, 2)


@kernel
def boost_by_move(row: Row, user: int, target: int, stat: int, by: int, by_status_move: bool) -> bool:
    """`boost`, and if it succeeds the losses of the user's foe again."""
    if not boost(row, user, target, stat, by, by_status_move):
        return False
    apply_status_losses(row, BOTH - user)
    return True
