"""What it is worth to give the foe a status or another condition: as `psrokit_showdown.scoring.ailments`."""

from __future__ import annotations

from psrokit_showdown.compiled.blows import CHANCE, LOW, Blow, effectiveness, hit_chance
from psrokit_showdown.compiled.dials import BURNING, CHIP, CONFUSE, FREEZING, PARALYSE, SLEEP, SPEED_CONTROL, Numbers
from psrokit_showdown.compiled.matchups import MINE, THEIRS
from psrokit_showdown.compiled.sight import ACCURATE, EVASIVE, TYPE_A, TYPE_B, has_mark, status_shown
from psrokit_showdown.compiled.situation import FASTER, FOE_HP, FOE_LEFT, SHIELDED, THREAT, WORTH
from psrokit_showdown.compiled.tables import HAS_SECONDARY, SECONDARY_CHANCE
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BAD_POISON,
    BOTH,
    BURN,
    FREEZE,
    GRASS,
    PARALYSIS,
    POISON,
    POISON_TYPE,
    SELF_SLEEP,
    SLEEPING,
    TEAM_SIZE,
)
from psrokit_showdown.engine.seen import CONFUSION_MARK, LEECH_SEED_MARK, POKEMON_WORDS, RANK, seen_of
from psrokit_showdown.engine.tables import (
    CONFUSES,
    FLINCHES,
    IGNORES_IMMUNITY,
    ON_SELF,
    SECONDARY_STATUS,
    SECONDARY_VOLATILE,
    SEEDS,
    STATUS_GIVEN,
    TYPE,
    VOLATILE_GIVEN,
)
from psrokit_showdown.scoring.ailments import LOWERED_STAT, SEED_FACTOR


@kernel
def status(row: Row, p: int, move: int, dealt: Blow, work: Row, now: Numbers, dials: Numbers) -> float:
    """A status move, or the chance of one as a further effect."""
    first, second = work[THEIRS + TYPE_A], work[THEIRS + TYPE_B]
    if STATUS_GIVEN[move] and not ON_SELF[move]:
        immune = not IGNORES_IMMUNITY[move] and effectiveness(TYPE[move], first, second) == 0.0
        chance = 0.0 if immune else hit_chance(move, work[MINE + ACCURATE], work[THEIRS + EVASIVE])
        return chance * _status_worth(row, p, STATUS_GIVEN[move], work, now, dials)
    if not HAS_SECONDARY[move] or now[SHIELDED] or dealt[CHANCE] == 0.0 or dealt[LOW] >= now[FOE_LEFT]:
        return 0.0
    given = SECONDARY_STATUS[move]
    if given in (BURN, FREEZE, PARALYSIS) and (TYPE[move] == first or TYPE[move] == second):
        return 0.0
    if given:
        worth = _status_worth(row, p, given, work, now, dials)
    else:
        worth = _effect_worth(row, p, SECONDARY_VOLATILE[move], now, dials)
    return worth * dealt[CHANCE] * SECONDARY_CHANCE[move] / 100


@kernel
def _status_worth(row: Row, p: int, given: int, work: Row, now: Numbers, dials: Numbers) -> float:
    """What a status on this foe is worth; nothing where it cannot be had."""
    if status_shown(row, row[BOTH - p + ACTIVE]):
        return 0.0
    if given in (FREEZE, SLEEPING) and _clause_holds(row, BOTH - p, given):
        return 0.0
    left = 0.25 + 0.75 * now[FOE_HP]
    if given == PARALYSIS:
        return left * (dials[PARALYSE] + (0.0 if now[FASTER] else dials[SPEED_CONTROL]))
    if given in (POISON, BAD_POISON):
        poisonous = work[THEIRS + TYPE_A] == POISON_TYPE or work[THEIRS + TYPE_B] == POISON_TYPE
        return 0.0 if poisonous or now[SHIELDED] else left * dials[CHIP]
    if given == SLEEPING:
        return left * dials[SLEEP]
    return left * (dials[FREEZING] if given == FREEZE else dials[BURNING])


@kernel
def _clause_holds(row: Row, foe_side: int, given: int) -> bool:
    """Whether the sleep or freeze clause forbids another one, as far as the other side's Pokemon have been seen."""
    for index in range(row[foe_side + TEAM_SIZE]):
        mon = record_of(foe_side, index)
        if row[seen_of(foe_side) + index * POKEMON_WORDS + RANK] and status_shown(row, mon) == given:
            rested = given == SLEEPING and row[mon + SELF_SLEEP] != 0
            if not rested:
                return True
    return False


@kernel
def _effect_worth(row: Row, p: int, effect: int, now: Numbers, dials: Numbers) -> float:
    if effect == FLINCHES:
        return now[THREAT] * now[WORTH] if now[FASTER] else 0.0
    if effect == CONFUSES:
        return 0.0 if has_mark(row, BOTH - p, CONFUSION_MARK) else dials[CONFUSE]
    return LOWERED_STAT


@kernel
def plague(row: Row, p: int, move: int, work: Row, now: Numbers, dials: Numbers) -> float:
    """Leech Seed and confusion by a move made for it."""
    effect = VOLATILE_GIVEN[move]
    if effect != SEEDS and effect != CONFUSES:
        return 0.0
    if has_mark(row, BOTH - p, LEECH_SEED_MARK if effect == SEEDS else CONFUSION_MARK):
        return 0.0
    chance = hit_chance(move, work[MINE + ACCURATE], work[THEIRS + EVASIVE]) * now[FOE_HP]
    if effect == SEEDS:
        grassy = work[THEIRS + TYPE_A] == GRASS or work[THEIRS + TYPE_B] == GRASS
        return 0.0 if grassy else chance * dials[CHIP] * SEED_FACTOR
    return 0.0 if now[SHIELDED] else chance * dials[CONFUSE]
