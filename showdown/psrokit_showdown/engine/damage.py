"""How much a move would do: the damage formula, fixed damage, and who is immune.

As on the cartridge, stats of 256 and more lose two bits on both sides, type factors are applied one after the other,
critical hits take level twice and stats as they were bred (no stages, burn, screens, not even Transform), and even a
sure move's formula can come to 0. Showdown's own: a defence that would be 0 counts as 1 (the cartridge hangs), and a
hit of 0 damage is no miss.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import chance, even
from psrokit_showdown.engine.health import hp_of
from psrokit_showdown.engine.kernel import Row, kernel, long_at, wrapped
from psrokit_showdown.engine.layout import (
    ACTIVE,
    ATTACK,
    DEFENCE,
    ENEMY_MOVE,
    ENEMY_SELECTED,
    FIGHTING,
    FOCUS_ENERGY,
    GHOST,
    LAST_DAMAGE,
    LEVEL,
    LIGHT_SCREEN,
    MODIFIED,
    NO_TYPE,
    NORMAL,
    OWN,
    REFLECT,
    SPECIAL,
    SPECIES,
    TRAPPING,
    TRAPPING_DAMAGE,
    TRAPPING_WHOM,
    TYPE1,
    TYPE2,
)
from psrokit_showdown.engine.status import has_type
from psrokit_showdown.engine.tables import (
    BASE_SPEED,
    COUNTER,
    EFFECTIVENESS,
    EXPLODES,
    FIXED_DAMAGE,
    HIGH_CRIT,
    IGNORES_IMMUNITY,
    IS_SPECIAL,
    KEEPS_TRAPPING,
    LEVEL_DAMAGE,
    ONE_HIT_KO,
    OWN_VOLATILE,
    POWER,
    PSYWAVE,
    SUPER_FANG,
    TYPE,
)

FAILS = -1
"""The move fails."""
NO_DAMAGE = -2
"""The move is not about damage."""
OHKO_DAMAGE = 65535
LOWEST_ROLL, ROLLS = 217, 39


@kernel
def immune(row: Row, target: int, move: int) -> bool:
    """Whether the target's type is safe from a move's type."""
    if IGNORES_IMMUNITY[move]:
        return False
    kind = TYPE[move]
    return EFFECTIVENESS[kind, row[target + TYPE1]] == 0 or EFFECTIVENESS[kind, row[target + TYPE2]] == 0


@kernel
def damage_of(row: Row, user: int, target: int, move: int) -> int:
    """Damage of one hit before it is capped, FAILS or NO_DAMAGE. Draws what the simulator draws, in its order."""
    special = _special_damage(row, user, target, move)
    if special != NO_DAMAGE:
        return special
    if OWN_VOLATILE[move] == KEEPS_TRAPPING and TYPE[move] == NORMAL and has_type(row, target, GHOST):
        return 0
    if row[user + TRAPPING] and row[user + TRAPPING_WHOM] == row[target + ACTIVE]:
        return row[user + TRAPPING_DAMAGE]
    if POWER[move] == 0:
        return NO_DAMAGE
    critical = _is_critical(row, user, move)
    return _roll(row, formula(row, user, target, move, critical))


@kernel
def _special_damage(row: Row, user: int, target: int, move: int) -> int:
    """Damage that no formula gives, NO_DAMAGE for the others."""
    if ONE_HIT_KO[move]:
        return OHKO_DAMAGE
    if FIXED_DAMAGE[move] == LEVEL_DAMAGE:
        return row[row[user + ACTIVE] + LEVEL]
    if FIXED_DAMAGE[move]:
        return FIXED_DAMAGE[move]
    if move == COUNTER:
        return _counter(row, target)
    if move == SUPER_FANG:
        return max(1, hp_of(row, target) // 2)
    if move == PSYWAVE:
        return _psywave(row, row[row[user + ACTIVE] + LEVEL])
    return NO_DAMAGE


@kernel
def _counter(row: Row, target: int) -> int:
    """Twice the last damage, whoever dealt it, if the foe's side last used a Normal or Fighting move with power.

    On the cartridge either player's Game Boy decides by what it knows; Showdown's Desync Clause decides by what the
    user's side saw. Fixed damage has power 1, so that it can be countered.
    """
    last = row[target + ENEMY_MOVE]
    kind = TYPE[last]
    countered = (kind in (NORMAL, FIGHTING)) and POWER[last] > 0
    damage = long_at(row, LAST_DAMAGE)
    if row[target + ENEMY_SELECTED] == COUNTER or not countered or damage == 0:
        return FAILS
    return 2 * damage


@kernel
def _psywave(row: Row, level: int) -> int:
    """1 up to, but not, one and a half times the level; levels 0, 1 and 171 would freeze the cartridge and fail."""
    if (level + (level >> 1)) & 255 < 2:
        return FAILS
    return 1 + even(row, 3 * level // 2 - 1)


@kernel
def _is_critical(row: Row, user: int, move: int) -> bool:
    """By the base speed of the species that the Pokemon was born as. Focus Energy quarters the chance."""
    threshold = BASE_SPEED[row[row[user + ACTIVE] + SPECIES]] // 2
    threshold = threshold // 2 if row[user + FOCUS_ENERGY] else min(255, max(1, 2 * threshold))
    threshold = min(255, max(1, 4 * threshold)) if HIGH_CRIT[move] else threshold // 2
    return threshold > 0 and chance(row, threshold, 256)


@kernel
def formula(row: Row, user: int, target: int, move: int, critical: bool) -> int:
    """Damage before the random factor."""
    level = wrapped(row, row[row[user + ACTIVE] + LEVEL] * (2 if critical else 1), 255)
    attack, defence = _attack(row, user, move, critical), _defence(row, target, move, critical)
    if attack >= 256 or defence >= 256:
        attack = max(1, wrapped(row, attack // 4, 255))
        defence = max(1, wrapped(row, defence // 4, 255))
    if EXPLODES[move]:
        defence = max(1, defence // 2)
    damage = (level * 2 // 5 + 2) * POWER[move] * attack // defence
    damage = min(997, damage // 50) + 2
    return _with_types(row, user, target, TYPE[move], damage)


@kernel
def _attack(row: Row, user: int, move: int, critical: bool) -> int:
    stat = SPECIAL if IS_SPECIAL[move] else ATTACK
    return row[row[user + ACTIVE] + OWN + stat] if critical else row[user + MODIFIED + stat]


@kernel
def _defence(row: Row, target: int, move: int, critical: bool) -> int:
    stat = SPECIAL if IS_SPECIAL[move] else DEFENCE
    if critical:
        return row[row[target + ACTIVE] + OWN + stat]
    screen = row[target + LIGHT_SCREEN] if IS_SPECIAL[move] else row[target + REFLECT]
    return row[target + MODIFIED + stat] * (2 if screen else 1)


@kernel
def _with_types(row: Row, user: int, target: int, kind: int, damage: int) -> int:
    if kind != NO_TYPE and has_type(row, user, kind):
        damage += damage // 2
    damage = damage * EFFECTIVENESS[kind, row[target + TYPE1]] // 10
    return damage * EFFECTIVENESS[kind, row[target + TYPE2]] // 10


@kernel
def _roll(row: Row, damage: int) -> int:
    """The random factor 217/255 to 255/255; damage of 0 and 1 has none."""
    if damage <= 1:
        return damage
    return damage * (LOWEST_ROLL + even(row, ROLLS)) // 255
