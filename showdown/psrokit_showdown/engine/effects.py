"""Moves with an effect of their own: Haze, Transform, Mimic, Conversion, Rest, Recover, Substitute.

Whom Haze cures of sleep or freeze cannot move until it selects a move again: in the middle of a locked move, or of
Bide, it never will (the cartridge's soft lock). Mimic draws one of the foe's moves.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import even
from psrokit_showdown.engine.health import heal, hp_of, hurt, max_hp_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BAD_POISON,
    BOTH,
    CANNOT_MOVE,
    CONFUSION,
    DISABLED_MOVE,
    DISABLED_SLOT,
    DISABLED_TIME,
    ENEMY_SELECTED,
    FOCUS_ENERGY,
    FREEZE,
    LEECH_SEED,
    LEVEL,
    LIGHT_SCREEN,
    MIST,
    MODIFIED,
    POISON,
    REFLECT,
    SELECTED,
    SELECTED_SLOT,
    SLEEP,
    SLEEPING,
    SLOT_DISABLED,
    SLOT_MOVE,
    SLOT_PP,
    SLOT_VIRTUAL,
    SLOTS,
    SPECIES_NOW,
    SPEED,
    SPEED_VALUE,
    STAGE,
    STAGES,
    STATS,
    STORED,
    TOXIC,
    TOXIC_COUNT,
    TRANSFORMED,
    TYPE1,
    TYPE2,
)
from psrokit_showdown.engine.status import cure, inflict, set_status, status_of
from psrokit_showdown.engine.tables import (
    BASE_PP,
    BASE_SPEED,
    CONVERSION,
    HAZE,
    MIMIC,
    RECOVER,
    REST,
    SOFT_BOILED,
    SUBSTITUTE_MOVE,
    TRANSFORM,
)
from psrokit_showdown.engine.tell_effects import blown_away, changed_type, mimicked, transformed
from psrokit_showdown.engine.ties import refresh_speed

TRANSFORMED_PP = 5


@kernel
def special_effect(row: Row, user: int, target: int, move: int) -> bool:
    """What only this move does when it hits; False if it fails. Other moves have no such effect, and succeed."""
    if move in (RECOVER, SOFT_BOILED):
        return _recover(row, user)
    if move == REST:
        return _rest(row, user)
    if move == SUBSTITUTE_MOVE:
        hurt(row, user, max_hp_of(row, user) // 4 if max_hp_of(row, user) > 3 else 0)
    elif move == HAZE:
        _haze(row, user)
    elif move == MIMIC:
        _mimic(row, user, target)
    elif move == TRANSFORM:
        _transform(row, user, target)
    elif move == CONVERSION:
        row[user + TYPE1] = row[target + TYPE1]
        row[user + TYPE2] = row[target + TYPE2]
        changed_type(row, user, row[user + TYPE1], row[user + TYPE2])
    return True


@kernel
def _recovery_fails(row: Row, p: int) -> bool:
    """At full HP, and by the cartridge's error when 255 or 511 HP are missing and the HP are no multiple of 256."""
    hp, missing = hp_of(row, p), max_hp_of(row, p) - hp_of(row, p)
    return missing == 0 or ((missing in (255, 511)) and hp % 256 != 0)


@kernel
def _recover(row: Row, p: int) -> bool:
    if _recovery_fails(row, p):
        return False
    heal(row, p, max_hp_of(row, p) // 2)
    return True


@kernel
def _rest(row: Row, p: int) -> bool:
    """Two turns of sleep instead of any other status, whose losses of stats and toxic counter remain."""
    if _recovery_fails(row, p) or not inflict(row, p, p, SLEEPING):
        return False
    row[row[p + ACTIVE] + SLEEP] = 2
    heal(row, p, max_hp_of(row, p))
    return True


@kernel
def _haze(row: Row, user: int) -> None:
    """Stages and most volatile conditions of both; the foe's status, while the user's bad poison becomes a plain one.

    Showdown goes through the sides in the order of the players, which decides nothing.
    """
    foe = BOTH - user
    if hp_of(row, foe) > 0:
        _clear_stages(row, foe)
        if status_of(row, foe) in (FREEZE, SLEEPING):
            row[foe + SELECTED] = CANNOT_MOVE
            row[foe + ENEMY_SELECTED] = CANNOT_MOVE
        cure(row, foe)
        _blow_away(row, foe)
    _clear_stages(row, user)
    if status_of(row, user) == BAD_POISON:
        set_status(row, user, user, POISON)
    _blow_away(row, user)


@kernel
def _clear_stages(row: Row, p: int) -> None:
    for stat in range(STAGES):
        row[p + STAGE + stat] = 0
    for stat in range(STATS):
        row[p + MODIFIED + stat] = row[p + STORED + stat]


@kernel
def _blow_away(row: Row, p: int) -> None:
    refresh_speed(row, p)
    for word in (DISABLED_MOVE, DISABLED_SLOT, DISABLED_TIME, CONFUSION, MIST, FOCUS_ENERGY, LEECH_SEED):
        row[p + word] = 0
    for word in (LIGHT_SCREEN, REFLECT, TOXIC, TOXIC_COUNT):
        row[p + word] = 0
    blown_away(row, p)


@kernel
def _mimic(row: Row, user: int, target: int) -> None:
    """One of the target's moves takes the slot that was last selected, with its PP, until the user leaves."""
    slot = user + row[user + SELECTED_SLOT]
    row[slot + SLOT_MOVE] = row[target + SLOT_MOVE + even(row, row[target + SLOTS])]
    row[slot + SLOT_DISABLED] = 0
    row[slot + SLOT_VIRTUAL] = 1
    mimicked(row, user, row[slot + SLOT_MOVE])


@kernel
def _transform(row: Row, user: int, target: int) -> None:
    """Species, types, stats, stages and moves of the target; own HP, level, critical hits and status."""
    m = row[user + ACTIVE]
    row[user + TRANSFORMED] = 1
    species = row[target + SPECIES_NOW]
    row[user + SPECIES_NOW] = species
    # The cached speed alone is computed from the new species with own DVs, and stays so until it is refreshed.
    row[user + SPEED] = (2 * BASE_SPEED[species] + row[m + SPEED_VALUE]) * row[m + LEVEL] // 100 + 5
    row[user + TYPE1] = row[target + TYPE1]
    row[user + TYPE2] = row[target + TYPE2]
    for stat in range(STATS):
        row[user + STORED + stat] = row[target + STORED + stat]
        row[user + MODIFIED + stat] = row[target + MODIFIED + stat]
    for stat in range(STAGES):
        row[user + STAGE + stat] = row[target + STAGE + stat]
    _take_moves(row, user, target)
    transformed(row, user)


@kernel
def _take_moves(row: Row, user: int, target: int) -> None:
    row[user + SLOTS] = row[target + SLOTS]
    for slot in range(4):
        move = row[target + SLOT_MOVE + slot]
        row[user + SLOT_MOVE + slot] = move
        row[user + SLOT_PP + slot] = min(TRANSFORMED_PP, BASE_PP[move])
        row[user + SLOT_DISABLED + slot] = 0
        row[user + SLOT_VIRTUAL + slot] = move > 0
