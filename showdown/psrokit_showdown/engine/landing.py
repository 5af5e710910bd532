"""A hit that lands: on the Substitute or on the Pokemon, with recoil, draining and everything that follows.

A Substitute lets status conditions other than poison through, and what it took counts uncapped for Counter, Bide,
recoil and draining. One that breaks takes everything that would follow with it.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import chance
from psrokit_showdown.engine.conditions import add_volatile, start_rage, usable_pp
from psrokit_showdown.engine.damage import FAILS, damage_of
from psrokit_showdown.engine.effects import special_effect
from psrokit_showdown.engine.health import heal, hit_substitute, hp_of, hurt, max_hp_of
from psrokit_showdown.engine.kernel import Row, kernel, long_at, set_long
from psrokit_showdown.engine.layout import (
    ACTIVE,
    ATTACK,
    BAD_POISON,
    BIDE_DAMAGE,
    BOTH,
    BURN,
    FREEZE,
    HEALTHY,
    LAST_DAMAGE,
    LIGHT_SCREEN,
    PARALYSIS,
    POISON,
    RAGE,
    RECHARGE,
    REFLECT,
    SLEEPING,
    SPEED_STAT,
    SUBSTITUTE,
)
from psrokit_showdown.engine.stats import boost_by_move, build_rage, scale
from psrokit_showdown.engine.status import has_type, inflict, status_of
from psrokit_showdown.engine.tables import (
    BOOST,
    BOOSTED_STAT,
    CONFUSES,
    DISABLE,
    DRAINS,
    EXPLODES,
    IS_STATUS,
    KEEPS_TRAPPING,
    LIGHT_SCREEN_MOVE,
    NO_STAT,
    OWN_VOLATILE,
    RAGES,
    RECHARGES,
    RECOIL_DIVISOR,
    REFLECT_MOVE,
    SECONDARY_STAT,
    SECONDARY_STATUS,
    SECONDARY_THRESHOLD,
    SECONDARY_VOLATILE,
    STATUS_GIVEN,
    SUBSTITUTE_MOVE,
    TYPE,
    VOLATILE_GIVEN,
)
from psrokit_showdown.engine.trapping import start_trapping

UNFIXED = -1


@kernel
def move_hit(row: Row, user: int, target: int, move: int, hit: int, hits: int, fixed: int) -> int:
    """Hit number `hit` of `hits` of a move; the damage done (0 for moves without) or FAILS.

    `fixed` is the damage that the first hit of several did to the target, else UNFIXED.
    """
    if _refused(row, target, move):
        return FAILS
    hidden = row[target + SUBSTITUTE] > 0
    absorbed = hidden and _strikes(user, target, move)
    if absorbed:
        damage = 0 if _strike_substitute(row, user, target, move, hit) else FAILS
    else:
        damage = FAILS if hidden and _blocked(user, target, move) else _land(row, user, target, move, fixed)
    if damage == FAILS:
        return FAILS
    _own_effect(row, user, move, hidden and row[target + SUBSTITUTE] == 0)
    if SECONDARY_THRESHOLD[move] and hit == hits and not absorbed and hp_of(row, target) > 0:
        _secondary_effect(row, user, target, move)
    return damage


@kernel
def _refused(row: Row, target: int, move: int) -> bool:
    """What a move checks on its target before anything else."""
    if move == SUBSTITUTE_MOVE:
        return row[target + SUBSTITUTE] > 0 or 4 * hp_of(row, target) < max_hp_of(row, target)
    if move == REFLECT_MOVE:
        return row[target + REFLECT] > 0
    if move == LIGHT_SCREEN_MOVE:
        return row[target + LIGHT_SCREEN] > 0
    return move == DISABLE and usable_pp(row, target) == 0


@kernel
def _strikes(user: int, target: int, move: int) -> bool:
    """Whether a Substitute takes the move; Bide begins behind one's own."""
    return not IS_STATUS[move] and target != user


@kernel
def _blocked(user: int, target: int, move: int) -> bool:
    """Status moves that a Substitute keeps out: poison, confusion, lowered stats."""
    if target == user:
        return False
    status = STATUS_GIVEN[move]
    return status in (POISON, BAD_POISON) or BOOSTED_STAT[move] != NO_STAT or VOLATILE_GIVEN[move] == CONFUSES


@kernel
def _strike_substitute(row: Row, user: int, target: int, move: int, hit: int) -> bool:
    """False if the move has no damage to deal. If the Substitute holds, it may still confuse who hides behind it."""
    damage = long_at(row, LAST_DAMAGE) if hit > 1 else damage_of(row, user, target, move)
    if damage < 0:
        return False
    set_long(row, LAST_DAMAGE, damage)
    hit_substitute(row, target, damage)
    if row[target + SUBSTITUTE]:
        _recoil(row, user, move, damage)
        if DRAINS[move]:
            _drain(row, user, damage)
        if SECONDARY_VOLATILE[move] == CONFUSES and chance(row, SECONDARY_THRESHOLD[move], 256):
            add_volatile(row, target, row[user + ACTIVE], CONFUSES)
    return True


@kernel
def _recoil(row: Row, user: int, move: int, damage: int) -> None:
    if RECOIL_DIVISOR[move] and damage > 0:
        hurt(row, user, max(1, damage // RECOIL_DIVISOR[move]))


@kernel
def _drain(row: Row, user: int, damage: int) -> None:
    amount = max(1, damage // 2)
    set_long(row, LAST_DAMAGE, amount)
    heal(row, user, amount)


@kernel
def _land(row: Row, user: int, target: int, move: int, fixed: int) -> int:
    damage = damage_of(row, user, target, move) if fixed == UNFIXED else fixed
    if damage == FAILS:
        return FAILS
    if damage >= 0:
        damage = _deal(row, user, target, move, damage)
    if BOOSTED_STAT[move] != NO_STAT and hp_of(row, target) > 0:
        by_status_move = IS_STATUS[move] == 1
        if not boost_by_move(row, user, target, BOOSTED_STAT[move], BOOST[move], by_status_move):
            return FAILS
    if STATUS_GIVEN[move]:
        _give_status(row, user, target, STATUS_GIVEN[move])
    if VOLATILE_GIVEN[move]:
        add_volatile(row, target, row[user + ACTIVE], VOLATILE_GIVEN[move])
    if not special_effect(row, user, target, move):
        return FAILS
    if row[target + RAGE] and not IS_STATUS[move] and not EXPLODES[move]:
        build_rage(row, target)
    return max(0, damage)


@kernel
def _deal(row: Row, user: int, target: int, move: int, damage: int) -> int:
    damage = hurt(row, target, damage)
    set_long(row, LAST_DAMAGE, damage)
    if damage > 0:
        if DRAINS[move]:
            _drain(row, user, damage)
        _recoil(row, user, move, damage)
    return damage


@kernel
def _give_status(row: Row, user: int, target: int, status: int) -> None:
    """Sleep takes a recharging target whatever its status (and ends the recharge); else only the healthy get one."""
    if status == SLEEPING and row[target + RECHARGE]:
        if inflict(row, user, target, SLEEPING):
            row[target + RECHARGE] = 0
    elif status_of(row, target) == HEALTHY and inflict(row, user, target, status):
        if status == BURN:
            scale(row, target, ATTACK, 2)
        elif status == PARALYSIS:
            scale(row, target, SPEED_STAT, 4)


@kernel
def _own_effect(row: Row, user: int, move: int, broke_substitute: bool) -> None:
    """What a hit does to its user; a broken Substitute spares it all but the trapping."""
    kind = OWN_VOLATILE[move]
    if hp_of(row, user) == 0:
        return
    if kind == KEEPS_TRAPPING:
        start_trapping(row, user, move)
    elif broke_substitute:
        return
    elif kind == RECHARGES:
        row[user + RECHARGE] = 1
    elif kind == RAGES:
        start_rage(row, user)


@kernel
def _secondary_effect(row: Row, user: int, target: int, move: int) -> None:
    """Drawn even if the target cannot get it, but not if it has the move's type and this would burn, freeze or
    paralyse it.
    """
    status = SECONDARY_STATUS[move]
    if status in (PARALYSIS, BURN, FREEZE) and has_type(row, target, TYPE[move]):
        return
    if not chance(row, SECONDARY_THRESHOLD[move], 256):
        return
    if status:
        _give_status(row, user, target, status)
    elif SECONDARY_STAT[move] != NO_STAT:
        boost_by_move(row, user, target, SECONDARY_STAT[move], -1, False)
    else:
        add_volatile(row, target, row[user + ACTIVE], SECONDARY_VOLATILE[move])


@kernel
def release_bide(row: Row, user: int) -> None:
    """Twice the damage that was borne, without accuracy, type or cover."""
    target = BOTH - user
    damage = 2 * long_at(row, user + BIDE_DAMAGE)
    if row[target + SUBSTITUTE]:
        set_long(row, LAST_DAMAGE, damage)
        hit_substitute(row, target, damage)
        return
    set_long(row, LAST_DAMAGE, hurt(row, target, damage))
    if row[target + RAGE]:
        build_rage(row, target)
