"""Whether a move reaches its target, and how often: Thrash's count, Fly and Dig, immunity, accuracy, several hits.

As on the cartridge, moves of 100 % accuracy miss once in 256, and Rage and Thrash store the accuracy they were left
with, stages and all. Swift always hits. Explosion leaves its user standing if it breaks a Substitute.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import chance, even
from psrokit_showdown.engine.conditions import confuse
from psrokit_showdown.engine.damage import FAILS, immune
from psrokit_showdown.engine.health import hp_of
from psrokit_showdown.engine.kernel import Row, kernel, set_long
from psrokit_showdown.engine.landing import UNFIXED, move_hit
from psrokit_showdown.engine.layout import (
    ACCURACY,
    ACTIVE,
    BURN,
    CONFUSION,
    EVASION,
    FREEZE,
    GRASS,
    HP,
    INVULNERABLE,
    LAST_DAMAGE,
    MODIFIED,
    RAGE,
    RAGE_ACCURACY,
    RECHARGE,
    SLEEPING,
    SPEED_STAT,
    STAGE,
    SUB_BROKEN,
    SUBSTITUTE,
    THRASH,
    THRASH_ACCURACY,
    THRASH_TIME,
    TRAPPED,
    TRAPPED_BY,
)
from psrokit_showdown.engine.status import cure, has_type, status_of
from psrokit_showdown.engine.tables import (
    ACCURACY_OF_255,
    DREAM_EATER,
    EXPLODES,
    HITS,
    HITS_BY_SCORE,
    LEECH_SEED_MOVE,
    ONE_HIT_KO,
    OWN_VOLATILE,
    SECONDARY_STATUS,
    STAGE_PERCENT,
    STATUS_GIVEN,
    SWIFT,
    THRASHES,
    TRANSFORM,
)
from psrokit_showdown.engine.tell_effects import has_raged_out
from psrokit_showdown.engine.tell_pokemon import let_go
from psrokit_showdown.engine.trapping import stop_trapping


@kernel
def try_move_hit(row: Row, user: int, target: int, move: int) -> bool:
    """Use a move on a target; False if it misses or fails."""
    if OWN_VOLATILE[move] == THRASHES:
        _count_thrashing(row, user, move)
    unreachable = _out_of_reach(row, user, target, move)
    if unreachable:
        let_go(row, user)
    if unreachable or immune(row, target, move):
        if EXPLODES[move]:
            _faint(row, user)
        return False
    if _not_for(row, user, target, move):
        return False
    success = _is_accurate(row, user, target, move)
    if success:
        success = _hit_times(row, user, target, move)
    else:
        set_long(row, LAST_DAMAGE, 0)
        let_go(row, user)
    if EXPLODES[move] and not row[row[target + ACTIVE] + SUB_BROKEN]:
        _faint(row, user)
    if not success:
        stop_trapping(row, user)
    elif SECONDARY_STATUS[move] == BURN and status_of(row, target) == FREEZE:
        cure(row, target)
    return success


@kernel
def _faint(row: Row, p: int) -> None:
    row[row[p + ACTIVE] + HP] = 0


@kernel
def _count_thrashing(row: Row, user: int, move: int) -> None:
    """Three or four uses; the last one begins by confusing the user, anew if it was confused."""
    if row[user + THRASH] == 0:
        row[user + THRASH] = move
        row[user + THRASH_TIME] = 2 + even(row, 2)
        row[user + THRASH_ACCURACY] = 255
        return
    row[user + THRASH_TIME] -= 1
    if row[user + THRASH_TIME] == 0:
        row[user + CONFUSION] = 0
        confuse(row, user)
        has_raged_out(row, user)


@kernel
def _out_of_reach(row: Row, user: int, target: int, move: int) -> bool:
    return row[target + INVULNERABLE] > 0 and target != user and move not in (SWIFT, TRANSFORM)


@kernel
def _not_for(row: Row, user: int, target: int, move: int) -> bool:
    """Targets that a move cannot have: awake, hidden or grassy ones, and faster ones for one-hit knock-outs."""
    if move == DREAM_EATER:
        return status_of(row, target) != SLEEPING or row[target + SUBSTITUTE] > 0
    if move == LEECH_SEED_MOVE:
        return has_type(row, target, GRASS)
    return ONE_HIT_KO[move] == 1 and row[target + MODIFIED + SPEED_STAT] > row[user + MODIFIED + SPEED_STAT]


@kernel
def _is_accurate(row: Row, user: int, target: int, move: int) -> bool:
    """Draw whether a move hits. Sleep moves cannot miss a recharging target, nor anything one that the user traps."""
    if ACCURACY_OF_255[move] == 0 or (STATUS_GIVEN[move] == SLEEPING and row[target + RECHARGE]):
        return True
    threshold = _accuracy(row, user, target, move)
    if row[target + TRAPPED] and row[target + TRAPPED_BY] == row[user + ACTIVE]:
        return True
    return chance(row, threshold, 256)


@kernel
def _accuracy(row: Row, user: int, target: int, move: int) -> int:
    """Of 256, from 1 to 255."""
    threshold = ACCURACY_OF_255[move]
    if row[user + RAGE]:
        threshold = row[user + RAGE_ACCURACY]
    elif row[user + THRASH]:
        threshold = row[user + THRASH_ACCURACY]
    threshold = threshold * STAGE_PERCENT[row[user + STAGE + ACCURACY] + 6] // 100
    threshold = threshold * STAGE_PERCENT[6 - row[target + STAGE + EVASION]] // 100
    threshold = min(255, max(1, threshold))
    if row[user + THRASH]:
        row[user + THRASH_ACCURACY] = threshold
    if row[user + RAGE]:
        row[user + RAGE_ACCURACY] = threshold
    return threshold


@kernel
def _hit_times(row: Row, user: int, target: int, move: int) -> bool:
    """One hit or several; only the first of several is calculated. The rest ends with a knock-out or a Substitute."""
    hits = HITS[move]
    if hits == 1:
        return move_hit(row, user, target, move, 1, 1, UNFIXED) != FAILS
    if hits == 5:
        hits = HITS_BY_SCORE[even(row, 8)]
    fixed = UNFIXED
    for hit in range(1, hits + 1):
        if hp_of(row, target) == 0 or hp_of(row, user) == 0:
            break
        damage = move_hit(row, user, target, move, hit, hits, fixed)
        if damage == FAILS:
            break
        if hit == 1:
            fixed = damage
        if row[row[target + ACTIVE] + SUB_BROKEN]:
            break
    return True
