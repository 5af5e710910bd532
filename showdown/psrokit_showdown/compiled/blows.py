"""What a move is expected to do: the compiled twin of `psrokit_showdown.mechanics.damage`, equal to the last bit."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from psrokit_showdown.compiled.sight import (
    ACCURATE,
    ASLEEP,
    BASE_SPEED,
    EVASIVE,
    F_LEVEL,
    FOCUSED,
    ITS_OWN,
    NOW,
    REFLECTS,
    SCREENED,
    TYPE_A,
    TYPE_B,
)
from psrokit_showdown.compiled.tables import CHARGES_FIRST, IS_DREAM_EATER, MEAN_OF_ROLLS
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import ATTACK, DEFENCE, NO_TYPE, NORMAL, SPECIAL, SPEED_STAT
from psrokit_showdown.engine.tables import (
    ACCURACY_OF_255,
    EFFECTIVENESS,
    EXPLODES,
    FIXED_DAMAGE,
    HIGH_CRIT,
    HITS,
    IGNORES_IMMUNITY,
    IS_SPECIAL,
    KEEPS_TRAPPING,
    LEVEL_DAMAGE,
    ONE_HIT_KO,
    OWN_VOLATILE,
    POWER,
    PSYWAVE,
    RECHARGES,
    STAGE_PERCENT,
    SUPER_FANG,
    TYPE,
)
from psrokit_showdown.mechanics.damage import HIGHEST_ROLL, LOWEST_ROLL, UNLIMITED

Blow: TypeAlias = tuple[int, int, int, int, float, float, float]
"""As `psrokit_showdown.mechanics.Damage`: low, high, critical low, critical high, mean, chance, critical."""
LOW, HIGH, CRITICAL_LOW, CRITICAL_HIGH, MEAN, CHANCE, CRITICAL = range(7)


@kernel
def effectiveness(attacking: int, first: int, second: int) -> float:
    """The factor of a type against one or two types."""
    return EFFECTIVENESS[attacking, first] / 10 * (EFFECTIVENESS[attacking, second] / 10)


@kernel
def hit_chance(move: int, accuracy: int, evasion: int) -> float:
    """Probability to hit at the user's and target's stages."""
    threshold = ACCURACY_OF_255[move]
    if threshold == 0:
        return 1.0
    threshold = threshold * STAGE_PERCENT[accuracy + 6] // 100
    threshold = threshold * STAGE_PERCENT[6 - evasion] // 100
    return max(1, min(255, threshold)) / 256


@kernel
def _critical_chance(base_speed: int, high_crit: int, focused: int) -> float:
    chance = base_speed // 2
    chance = chance // 2 if focused else max(1, min(255, chance * 2))
    chance = min(255, chance * 4) if high_crit else chance // 2
    return chance / 256


@kernel
def blow(work: Row, mine: int, theirs: int, move: int, hp: int) -> Blow:
    """What a move of the fighter at `mine` does to the one at `theirs`; `hp` of the target matters to Super Fang."""
    if not _can_affect(work, theirs, move):
        return (0, 0, 0, 0, 0.0, 0.0, 0.0)
    chance = hit_chance(move, work[mine + ACCURATE], work[theirs + EVASIVE])
    if ONE_HIT_KO[move]:
        if work[mine + NOW + SPEED_STAT] >= work[theirs + NOW + SPEED_STAT]:
            return (UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, float(UNLIMITED), chance, 0.0)
        return (0, 0, 0, 0, 0.0, 0.0, 0.0)
    low, high = _fixed(move, work[mine + F_LEVEL], hp)
    if high > 0:
        return (low, high, low, high, (low + high) / 2, chance, 0.0)
    if POWER[move] <= 1:
        return (0, 0, 0, 0, 0.0, 0.0, 0.0)
    return _rolled(work, mine, theirs, move, chance)


@kernel
def _can_affect(work: Row, theirs: int, move: int) -> bool:
    if IS_DREAM_EATER[move] and not work[theirs + ASLEEP]:
        return False
    if IGNORES_IMMUNITY[move] and not (OWN_VOLATILE[move] == KEEPS_TRAPPING and TYPE[move] == NORMAL):
        return True
    kind = TYPE[move]
    return EFFECTIVENESS[kind, work[theirs + TYPE_A]] > 0 and EFFECTIVENESS[kind, work[theirs + TYPE_B]] > 0


@kernel
def _fixed(move: int, level: int, hp: int) -> tuple[int, int]:
    """Lowest and highest damage of moves that take no account of stats; 0 for all others."""
    if FIXED_DAMAGE[move]:
        amount = level if FIXED_DAMAGE[move] == LEVEL_DAMAGE else FIXED_DAMAGE[move]
        return amount, amount
    if move == SUPER_FANG:
        half = max(1, hp // 2)
        return half, half
    if move == PSYWAVE:
        return 1, max(1, level * 3 // 2 - 1)
    return 0, 0


@kernel
def _rolled(work: Row, mine: int, theirs: int, move: int, chance: float) -> Blow:
    critical = _critical_chance(work[mine + BASE_SPEED], HIGH_CRIT[move], work[mine + FOCUSED])
    stat, guard, shield = (SPECIAL, SPECIAL, SCREENED) if IS_SPECIAL[move] else (ATTACK, DEFENCE, REFLECTS)
    halved = 0 if IS_SPECIAL[move] else EXPLODES[move]
    defence = work[theirs + NOW + guard] * (2 if work[theirs + shield] else 1)
    level = work[mine + F_LEVEL]
    plain = _before_roll(work, mine, theirs, move, level, work[mine + NOW + stat], defence, halved)
    own_attack, own_defence = work[mine + ITS_OWN + stat], work[theirs + ITS_OWN + guard]
    crit = _before_roll(work, mine, theirs, move, level * 2 % 256, own_attack, own_defence, halved)
    most = HITS[move]
    fewest, hits = min(most, 2), (3.0 if most == 5 else float(most))
    mean = ((1 - critical) * MEAN_OF_ROLLS[plain] + critical * MEAN_OF_ROLLS[crit]) * hits
    lowest, critical_lowest = _lowest(plain), _lowest(crit)
    return (lowest * fewest, plain * most, critical_lowest * fewest, crit * most, mean, chance, critical)


@kernel
def _lowest(amount: int) -> int:
    return amount if amount <= 1 else _quotient(amount * LOWEST_ROLL, HIGHEST_ROLL)


@kernel
def _before_roll(
    work: Row, mine: int, theirs: int, move: int, level: int, attack: int, defence: int, halved: int
) -> int:
    """Damage before the random factor."""
    if attack >= 256 or defence >= 256:
        attack = max(1, (attack >> 2) & 255)
        defence = max(1, (defence >> 2) & 255)
    if halved:
        defence = max(1, defence >> 1)
    amount = _quotient((_quotient(level * 2, 5) + 2) * POWER[move] * attack, defence)
    amount = min(_quotient(amount, 50), 997) + 2
    kind = TYPE[move]
    if kind != NO_TYPE and (kind == work[mine + TYPE_A] or kind == work[mine + TYPE_B]):
        amount += amount >> 1
    amount = _quotient(amount * EFFECTIVENESS[kind, work[theirs + TYPE_A]], 10)
    return _quotient(amount * EFFECTIVENESS[kind, work[theirs + TYPE_B]], 10)


@kernel
def _quotient(number: int, by: int) -> int:
    """The whole part of a quotient of numbers that are not negative: without signs it takes half the time."""
    return np.int64(np.uint64(number) // np.uint64(by))  # type: ignore[return-value] # compiled, all are of 64 bits


@kernel
def turns_taken(move: int, knocks_out: bool) -> float:
    """Turns that one use of a move costs."""
    if EXPLODES[move]:
        return 4.0
    if OWN_VOLATILE[move] == RECHARGES:
        return 1.0 if knocks_out else 2.0
    return 2.0 if CHARGES_FIRST[move] else 1.0


@kernel
def dealt_a_turn(work: Row, mine: int, theirs: int, move: int, hp: float) -> float:
    """Expected damage a turn, in hit points, no more than the target has."""
    dealt = blow(work, mine, theirs, move, int(hp))
    return min(dealt[MEAN], hp) * dealt[CHANCE] / turns_taken(move, dealt[LOW] >= hp)


@kernel
def knock_out_chance(dealt: Blow, hp: float) -> float:
    """Probability that one use takes `hp`."""
    plain = _share_at_least(hp, dealt[LOW], dealt[HIGH])
    critical = _share_at_least(hp, dealt[CRITICAL_LOW], dealt[CRITICAL_HIGH])
    return dealt[CHANCE] * (plain + dealt[CRITICAL] * (critical - plain))


@kernel
def _share_at_least(hp: float, low: float, high: float) -> float:
    if hp <= low:
        return 1.0
    return 0.0 if hp > high else (high - hp + 1) / (high - low + 1)
