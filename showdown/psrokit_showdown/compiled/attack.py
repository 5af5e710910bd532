"""What the harm of a move is worth: the compiled twin of `psrokit_showdown.scoring.attack`."""

from __future__ import annotations

from psrokit_showdown.compiled.blows import CHANCE, MEAN, Blow, blow, knock_out_chance
from psrokit_showdown.compiled.dials import BIND, BOOM, COUNTERED, DAMAGE, FIRST_STRIKE, KNOCK_OUT, RECHARGE, Numbers
from psrokit_showdown.compiled.matchups import MINE, THEIRS
from psrokit_showdown.compiled.situation import (
    ACTS_NOW,
    BEST,
    DOOM,
    FASTER,
    FOE_HP,
    FOE_LEFT,
    FOE_MAX,
    SHIELDED,
    THREAT,
    WORTH,
)
from psrokit_showdown.compiled.tables import CHARGES_OPENLY
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import FIGHTING, NORMAL
from psrokit_showdown.engine.tables import COUNTER, EXPLODES, KEEPS_TRAPPING, OWN_VOLATILE, PRIORITY, RECHARGES, TYPE


@kernel
def hit(dealt: Blow, now: Numbers, dials: Numbers) -> float:
    """Expected damage, as a share of the foe's full HP."""
    if now[SHIELDED]:
        screen = float(int(now[FOE_MAX]) // 4 + 1)
        return dials[DAMAGE] * 0.5 * min(dealt[MEAN], screen) * dealt[CHANCE] / now[FOE_MAX]
    return dials[DAMAGE] * min(dealt[MEAN], now[FOE_LEFT]) * dealt[CHANCE] / now[FOE_MAX]


@kernel
def knock_out(move: int, dealt: Blow, now: Numbers, dials: Numbers) -> float:
    """Taking the foe out, the more so before it can strike."""
    if now[SHIELDED] or dealt[MEAN] == 0.0:
        return 0.0
    first = now[FASTER] > 0.0 or PRIORITY[move] > 0
    spared = dials[FIRST_STRIKE] * now[THREAT] * now[WORTH] if first and not EXPLODES[move] else 0.0
    return knock_out_chance(dealt, now[FOE_LEFT]) * (dials[KNOCK_OUT] + spared)


@kernel
def recharging(move: int, dealt: Blow, now: Numbers, dials: Numbers) -> float:
    """A turn that is lost after the hit, or before it."""
    if OWN_VOLATILE[move] == RECHARGES:
        return -dials[RECHARGE] * (1.0 - knock_out_chance(dealt, now[FOE_LEFT]))
    return -dials[RECHARGE] if CHARGES_OPENLY[move] else 0.0


@kernel
def boom(move: int, dealt: Blow, now: Numbers, dials: Numbers) -> float:
    """What an explosion costs."""
    if not EXPLODES[move]:
        return 0.0
    if dealt[MEAN] == 0.0:
        return -now[WORTH]
    return -dials[BOOM] * now[WORTH] * (1.0 - now[DOOM])


@kernel
def bind(move: int, dealt: Blow, now: Numbers, dials: Numbers) -> float:
    """A foe that is held cannot act."""
    if OWN_VOLATILE[move] != KEEPS_TRAPPING or dealt[CHANCE] == 0.0:
        return 0.0
    return dials[BIND] * dealt[CHANCE] * now[FOE_HP] * (1.0 if now[FASTER] else 0.3)


@kernel
def counter(move: int, work: Row, now: Numbers, dials: Numbers) -> float:
    """Striking back at the move to expect."""
    best = int(now[BEST])
    if move != COUNTER or best == 0 or TYPE[best] not in (NORMAL, FIGHTING) or now[THREAT] >= 1.0:
        return 0.0
    back = blow(work, THEIRS, MINE, best, 0)
    return dials[COUNTERED] * min(1.0, 2.0 * back[MEAN] / now[FOE_MAX]) * now[ACTS_NOW]
