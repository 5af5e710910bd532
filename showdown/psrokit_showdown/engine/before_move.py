"""What may keep a Pokemon from moving, in the order in which the game asks.

Frozen, asleep (a waking Pokemon still loses its turn), held, flinching, recharging, disabled, confused, paralysed,
biding. Confusion and paralysis break off what was going on, but paralysis leaves a Pokemon in the air or underground
(the cartridge's error), and sleep, freeze, flinching and recharging break off nothing.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import chance
from psrokit_showdown.engine.conditions import stop_biding, stop_thrashing
from psrokit_showdown.engine.health import hurt_self
from psrokit_showdown.engine.kernel import Row, kernel, long_at, set_long
from psrokit_showdown.engine.landing import release_bide
from psrokit_showdown.engine.layout import (
    ACTIVE,
    ATTACK,
    BIDE,
    BIDE_DAMAGE,
    BOTH,
    CHARGING,
    CONFUSION,
    DEFENCE,
    DISABLED_MOVE,
    DISABLED_SLOT,
    DISABLED_TIME,
    FLINCH,
    FREEZE,
    INVULNERABLE,
    LAST_DAMAGE,
    LEVEL,
    MODIFIED,
    PARALYSIS,
    RECHARGE,
    SLEEP,
    SLEEPING,
    STATUS,
    SUBSTITUTE,
    TRAPPED,
    TRAPPING,
    TRAPPING_WHOM,
    USED,
)
from psrokit_showdown.engine.seen import BIDE_MARK, CONFUSION_MARK, DISABLE_MARK
from psrokit_showdown.engine.tables import BIDE_MOVE, ON_SELF
from psrokit_showdown.engine.tell_effects import ended, is_biding, is_confused, is_disabled
from psrokit_showdown.engine.tell_pokemon import broke_off, could_not, hurt_itself, paralysed, slept
from psrokit_showdown.engine.trapping import stop_trapping

PARALYSED_OF_256 = 63
CONFUSION_POWER = 40


@kernel
def may_move(row: Row, p: int, move: int) -> bool:
    """Count down and draw what is due; whether the chosen move happens."""
    if _unconscious(row, p):
        return False
    if row[p + TRAPPED] or row[p + FLINCH] or row[p + RECHARGE]:
        if not row[p + TRAPPED] and not row[p + FLINCH]:
            row[p + RECHARGE] = 0
        could_not(row, p)
        return False
    if row[p + DISABLED_TIME] and _is_disabled(row, p, move):
        return False
    if row[p + CONFUSION] and _hurts_itself(row, p):
        return False
    if row[row[p + ACTIVE] + STATUS] == PARALYSIS and chance(row, PARALYSED_OF_256, 256):
        _break_off(row, p)
        paralysed(row, p)
        return False
    if row[p + BIDE]:
        _bide(row, p)
        return False
    if row[p + TRAPPING]:
        target = p if ON_SELF[move] else BOTH - p
        if row[target + ACTIVE] != row[p + TRAPPING_WHOM]:
            stop_trapping(row, p)
    return True


@kernel
def _unconscious(row: Row, p: int) -> bool:
    m = row[p + ACTIVE]
    if row[m + STATUS] == FREEZE:
        row[p + USED] = 0
        could_not(row, p)
        return True
    if row[m + STATUS] == SLEEPING:
        row[m + SLEEP] -= 1
        row[p + USED] = 0
        if row[m + SLEEP] > 0:
            slept(row, p)
        return True
    return False


@kernel
def _is_disabled(row: Row, p: int, move: int) -> bool:
    row[p + DISABLED_TIME] -= 1
    if row[p + DISABLED_TIME] == 0:
        row[p + DISABLED_MOVE] = 0
        row[p + DISABLED_SLOT] = 0
        ended(row, p, DISABLE_MARK)
        return False
    is_disabled(row, p)
    if row[p + DISABLED_MOVE] == (BIDE_MOVE if row[p + BIDE] else move):
        row[p + CHARGING] = 0
        broke_off(row, p)
        return True
    return False


@kernel
def _hurts_itself(row: Row, p: int) -> bool:
    """A typeless hit of power 40 with the stats as they are, without critical hits, screens or luck."""
    row[p + CONFUSION] -= 1
    if row[p + CONFUSION] == 0:
        ended(row, p, CONFUSION_MARK)
        return False
    is_confused(row, p)
    if chance(row, 128, 256):
        return False
    if row[p + SUBSTITUTE] == 0:
        hurt_itself(row, p)
    level = row[row[p + ACTIVE] + LEVEL]
    attack, defence = row[p + MODIFIED + ATTACK], row[p + MODIFIED + DEFENCE]
    hurt_self(row, p, (2 * level // 5 + 2) * attack * CONFUSION_POWER // defence // 50 + 2)
    row[p + INVULNERABLE] = 0
    _break_off(row, p)
    return True


@kernel
def _break_off(row: Row, p: int) -> None:
    """Bide, a charged move, a trap, Thrash."""
    stop_biding(row, p)
    stop_thrashing(row, p)
    row[p + CHARGING] = 0
    stop_trapping(row, p)


@kernel
def _bide(row: Row, p: int) -> None:
    """Bear the last damage, whoever dealt it to whomever, and strike back when the time has come."""
    set_long(row, p + BIDE_DAMAGE, long_at(row, p + BIDE_DAMAGE) + long_at(row, LAST_DAMAGE))
    if row[p + BIDE] == 1:
        ended(row, p, BIDE_MARK)
        if long_at(row, p + BIDE_DAMAGE) > 0:
            release_bide(row, p)
        stop_biding(row, p)
    else:
        row[p + BIDE] -= 1
        is_biding(row, p)
