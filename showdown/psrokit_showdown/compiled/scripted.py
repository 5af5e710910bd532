"""The scripted player, compiled: the twin of `psrokit_showdown.scoring`, equal to the last bit.

Considerations are summed in the order of `MOVE_TERMS` and `SWITCH_TERMS`. What several of them need of the situation is
worked out once a decision, into `now`.
"""

from __future__ import annotations

from dataclasses import fields
from math import exp
from typing import Protocol

from psrokit_showdown.compiled.blows import (
    CHANCE,
    LOW,
    MEAN,
    Blow,
    blow,
    effectiveness,
    hit_chance,
    knock_out_chance,
)
from psrokit_showdown.compiled.dice import Dice, draw
from psrokit_showdown.compiled.matchups import (
    ACTS_BY_STATUS,
    BENCH,
    MINE,
    THEIR_COUNT,
    THEIR_MOVES,
    THEIRS,
    duel,
    edge,
    foe_hp,
    pokemon_at,
    see_both,
)
from psrokit_showdown.compiled.sight import (
    ACCURATE,
    EVASIVE,
    TYPE_A,
    TYPE_B,
    best_hp,
    has_mark,
    shown_fraction,
    stage_shown,
    status_shown,
)
from psrokit_showdown.compiled.simple import CHOICES, offered_move, offers, only_choice
from psrokit_showdown.compiled.tables import (
    CHARGES_OPENLY,
    HAS_SECONDARY,
    SECONDARY_CHANCE,
    WORTH_OF_LUCK,
)
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    ATTACK,
    BAD_POISON,
    BOTH,
    BURN,
    DEFENCE,
    EVASION,
    FIGHTING,
    FREEZE,
    GRASS,
    HP,
    LEVEL,
    MAX_HP,
    MON_MOVE,
    MON_SLOTS,
    MOVE_ASKED,
    NORMAL,
    PARALYSIS,
    POISON,
    POISON_TYPE,
    REQUEST,
    SELF_SLEEP,
    SLEEPING,
    SPECIAL,
    SPECIES,
    SPEED_STAT,
    TEAM_SIZE,
)
from psrokit_showdown.engine.requests import FIRST_SWITCH
from psrokit_showdown.engine.seen import (
    CONFUSION_MARK,
    LEECH_SEED_MARK,
    LIGHT_SCREEN_MARK,
    POKEMON_WORDS,
    RANK,
    RECHARGE_MARK,
    REFLECT_MARK,
    SUBSTITUTE_MARK,
    seen_of,
)
from psrokit_showdown.engine.tables import (
    BOOST,
    BOOSTED_STAT,
    CONFUSES,
    COUNTER,
    EXPLODES,
    FLINCHES,
    HAZE,
    IGNORES_IMMUNITY,
    IS_SPECIAL,
    IS_STATUS,
    KEEPS_TRAPPING,
    LIGHT_SCREEN_MOVE,
    ON_SELF,
    OWN_VOLATILE,
    POWER,
    PRIORITY,
    RECHARGES,
    RECOVER,
    REFLECT_MOVE,
    REST,
    SECONDARY_STATUS,
    SECONDARY_VOLATILE,
    SEEDS,
    SOFT_BOILED,
    STATUS_GIVEN,
    SUBSTITUTE_MOVE,
    TYPE,
    VOLATILE_GIVEN,
)
from psrokit_showdown.scoring.ailments import LOWERED_STAT, SEED_FACTOR
from psrokit_showdown.scoring.situation import LIKELY_FALL
from psrokit_showdown.weights import Weights


class Numbers(Protocol):
    """A vector of numbers."""

    def __getitem__(self, place: int, /) -> float:
        """One number."""

    def __setitem__(self, place: int, value: float, /) -> None:
        """Write one number."""


(
    DAMAGE, KNOCK_OUT, FIRST_STRIKE, RECHARGE, BOOM, BIND, COUNTERED, SLEEP, PARALYSE, SPEED_CONTROL, FREEZING, BURNING,
    CHIP, CONFUSE, RECOVERED, RECOVER_BELOW, RESTED, REST_BELOW, SCREEN, SUBSTITUTE, SETUP, SETUP_UNTIL, SWITCH, TEMPO,
    ENTRY, PREDICTION, KEEP_BOOSTS, CLEANSE, PRESERVE, FEAR, TEMPERATURE,
) = range(31)  # fmt: skip
DIALS = len(fields(Weights))
"""Places of the dials, in the order of the fields of `Weights`."""

(FOE_MAX, FOE_LEFT, DEALT, TAKEN, FASTER, ACTS_NOW, THREAT, WORTH, DOOM, SHIELDED, BEST, FOE_HP, OWN_HP) = range(13)
SCORES = 13
NOW_WORDS = SCORES + CHOICES
"""`now`: the situation, then the score of each choice."""


def dials_of(weights: Weights) -> tuple[float, ...]:
    """The dials as numbers, in the order of their fields."""
    return tuple(getattr(weights, one.name) for one in fields(Weights))


@kernel
def scripted(row: Row, p: int, mask: int, work: Row, now: Numbers, dials: Numbers, dice: Dice, die: int) -> int:
    """The choice of highest score or, at a temperature, one drawn by the scores."""
    if only_choice(mask):
        return only_choice(mask)
    see_both(row, p, work)
    deciding = row[p + REQUEST] == MOVE_ASKED
    if deciding:
        _look(row, p, work, now, dials)
    for choice in range(1, CHOICES + 1):
        if offers(mask, choice):
            now[SCORES + choice - 1] = _score(row, p, choice, deciding, work, now, dials)
    best = _best(mask, now)
    return best if dials[TEMPERATURE] <= 0.0 else _drawn(mask, now, best, dials[TEMPERATURE], draw(dice, die))


@kernel
def _score(row: Row, p: int, choice: int, deciding: bool, work: Row, now: Numbers, dials: Numbers) -> float:
    if choice >= FIRST_SWITCH:
        place = choice - FIRST_SWITCH
        return _switch_score(row, p, place, work, now, dials) if deciding else edge(duel(row, p, place, work))
    move = offered_move(row, p, choice)
    return _move_score(row, p, move, work, now, dials) if move else 0.0


@kernel
def _best(mask: int, now: Numbers) -> int:
    best = 0
    for choice in range(1, CHOICES + 1):
        if offers(mask, choice) and (best == 0 or now[SCORES + choice - 1] > now[SCORES + best - 1]):
            best = choice
    return best


@kernel
def _drawn(mask: int, now: Numbers, best: int, temperature: float, number: float) -> int:
    """A choice with probability proportional to exp(score / temperature)."""
    highest, total = now[SCORES + best - 1], 0.0
    for choice in range(1, CHOICES + 1):
        if offers(mask, choice):
            total += exp((now[SCORES + choice - 1] - highest) / temperature)
            now[SCORES + choice - 1] = total
    wanted, last = number * total, best
    for choice in range(1, CHOICES + 1):
        if offers(mask, choice):
            last = choice
            if now[SCORES + choice - 1] > wanted:
                return choice
    return last


@kernel
def _look(row: Row, p: int, work: Row, now: Numbers, dials: Numbers) -> None:
    """Write the situation: `psrokit_showdown.scoring.situation`."""
    mon, foe = pokemon_at(row, p, 0), row[BOTH - p + ACTIVE]
    now[FOE_MAX] = best_hp(row[foe + SPECIES], row[foe + LEVEL])
    now[FOE_LEFT] = foe_hp(row, p)
    now[FOE_HP] = shown_fraction(row, foe)
    now[OWN_HP] = row[mon + HP] / row[mon + MAX_HP]
    dealt, taken, faster = duel(row, p, 0, work)
    now[DEALT], now[TAKEN], now[FASTER] = dealt, taken, 1.0 if faster else 0.0
    foe_acts = ACTS_BY_STATUS[status_shown(row, foe)]
    now[ACTS_NOW] = _acts_now(row, BOTH - p, foe)
    harm = min(1.0, taken / max(0.01, foe_acts)) * now[ACTS_NOW]
    now[THREAT] = harm * dials[FEAR]
    now[WORTH] = (0.3 + 0.7 * now[OWN_HP]) * (0.5 + 0.5 * ACTS_BY_STATUS[status_shown(row, mon)])
    now[DOOM] = 0.0 if faster or harm < LIKELY_FALL else harm
    now[SHIELDED] = has_mark(row, BOTH - p, SUBSTITUTE_MARK)
    now[BEST] = _best_against(work)


@kernel
def _acts_now(row: Row, foe_side: int, foe: int) -> float:
    """How likely the foe is to act this turn."""
    status = status_shown(row, foe)
    if status in (SLEEPING, FREEZE) or has_mark(row, foe_side, RECHARGE_MARK):
        return 0.0
    return (0.5 if has_mark(row, foe_side, CONFUSION_MARK) else 1.0) * ACTS_BY_STATUS[status]


@kernel
def _best_against(work: Row) -> int:
    """The foe's move of greatest expected damage that does not end its user; 0 for none."""
    best, most = 0, 0.0
    for place in range(THEIR_MOVES, THEIR_MOVES + work[THEIR_COUNT]):
        move = work[place]
        dealt = blow(work, THEIRS, MINE, move, 0)
        if dealt[MEAN] * dealt[CHANCE] > most and not EXPLODES[move]:
            best, most = move, dealt[MEAN] * dealt[CHANCE]
    return best


@kernel
def _move_score(row: Row, p: int, move: int, work: Row, now: Numbers, dials: Numbers) -> float:
    """The sum of all considerations of a move."""
    dealt = blow(work, MINE, THEIRS, move, int(now[FOE_LEFT]))
    total: float = 0.0 + _hit(dealt, now, dials)
    total += _knock_out(move, dealt, now, dials)
    total += _recharging(move, dealt, now, dials)
    total += _boom(move, dealt, now, dials)
    total += _bind(move, dealt, now, dials)
    total += _status(row, p, move, dealt, work, now, dials)
    total += _plague(row, p, move, work, now, dials)
    total += _recovery(row, p, move, now, dials)
    total += _setup(row, p, move, now, dials)
    total += _screen(row, p, move, work, now, dials)
    total += _substitute(row, p, move, now, dials)
    total += _counter(move, work, now, dials)
    total += _haze(row, p, move)
    total += WORTH_OF_LUCK[move]
    return total + -dials[PRESERVE] * now[DOOM] * now[WORTH]


@kernel
def _hit(dealt: Blow, now: Numbers, dials: Numbers) -> float:
    if now[SHIELDED]:
        screen = float(int(now[FOE_MAX]) // 4 + 1)
        return dials[DAMAGE] * 0.5 * min(dealt[MEAN], screen) * dealt[CHANCE] / now[FOE_MAX]
    return dials[DAMAGE] * min(dealt[MEAN], now[FOE_LEFT]) * dealt[CHANCE] / now[FOE_MAX]


@kernel
def _knock_out(move: int, dealt: Blow, now: Numbers, dials: Numbers) -> float:
    if now[SHIELDED] or dealt[MEAN] == 0.0:
        return 0.0
    first = now[FASTER] > 0.0 or PRIORITY[move] > 0
    spared = dials[FIRST_STRIKE] * now[THREAT] * now[WORTH] if first and not EXPLODES[move] else 0.0
    return knock_out_chance(dealt, now[FOE_LEFT]) * (dials[KNOCK_OUT] + spared)


@kernel
def _recharging(move: int, dealt: Blow, now: Numbers, dials: Numbers) -> float:
    if OWN_VOLATILE[move] == RECHARGES:
        return -dials[RECHARGE] * (1.0 - knock_out_chance(dealt, now[FOE_LEFT]))
    return -dials[RECHARGE] if CHARGES_OPENLY[move] else 0.0


@kernel
def _boom(move: int, dealt: Blow, now: Numbers, dials: Numbers) -> float:
    if not EXPLODES[move]:
        return 0.0
    if dealt[MEAN] == 0.0:
        return -now[WORTH]
    return -dials[BOOM] * now[WORTH] * (1.0 - now[DOOM])


@kernel
def _bind(move: int, dealt: Blow, now: Numbers, dials: Numbers) -> float:
    if OWN_VOLATILE[move] != KEEPS_TRAPPING or dealt[CHANCE] == 0.0:
        return 0.0
    return dials[BIND] * dealt[CHANCE] * now[FOE_HP] * (1.0 if now[FASTER] else 0.3)


@kernel
def _counter(move: int, work: Row, now: Numbers, dials: Numbers) -> float:
    best = int(now[BEST])
    if move != COUNTER or best == 0 or TYPE[best] not in (NORMAL, FIGHTING) or now[THREAT] >= 1.0:
        return 0.0
    back = blow(work, THEIRS, MINE, best, 0)
    return dials[COUNTERED] * min(1.0, 2.0 * back[MEAN] / now[FOE_MAX]) * now[ACTS_NOW]


@kernel
def _status(row: Row, p: int, move: int, dealt: Blow, work: Row, now: Numbers, dials: Numbers) -> float:
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
def _plague(row: Row, p: int, move: int, work: Row, now: Numbers, dials: Numbers) -> float:
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


@kernel
def _recovery(row: Row, p: int, move: int, now: Numbers, dials: Numbers) -> float:
    mon, missing = pokemon_at(row, p, 0), 1.0 - now[OWN_HP]
    lost = row[mon + MAX_HP] - row[mon + HP]
    fails = lost in (255, 511) and row[mon + HP] % 256 != 0
    if move in (RECOVER, SOFT_BOILED):
        wanted = now[OWN_HP] < dials[RECOVER_BELOW] and not fails
        return dials[RECOVERED] * min(0.5, missing) * (1.0 - now[DOOM]) if wanted else 0.0
    if move == REST:
        wanted = now[OWN_HP] < dials[REST_BELOW] and not fails
        cured = 0.2 if status_shown(row, mon) else 0.0
        return dials[RESTED] * (missing + cured) * (1.0 - now[DOOM]) if wanted else 0.0
    return 0.0


@kernel
def _setup(row: Row, p: int, move: int, now: Numbers, dials: Numbers) -> float:
    """Raised stats, while there is time to use them; accuracy is not thought of."""
    stat, stages = BOOSTED_STAT[move], BOOST[move]
    if not ON_SELF[move] or stages == 0 or not (ATTACK <= stat <= SPEED_STAT or stat == EVASION):
        return 0.0
    stage = stage_shown(row, p, stat)
    if stage >= dials[SETUP_UNTIL] or stage + stages > 6:
        return 0.0
    useful = _stat_use(row, p, stat, now) * stages / 2
    return dials[SETUP] * useful * now[OWN_HP] * max(0.0, 1.0 - 2.0 * now[THREAT])


@kernel
def _stat_use(row: Row, p: int, stat: int, now: Numbers) -> float:
    """How much the own moves and the foe's speed make of a stat, from 0 to 1."""
    if stat == SPEED_STAT:
        return 0.2 if now[FASTER] else 0.8
    if stat in (DEFENCE, EVASION):
        return 0.5
    mon, most = pokemon_at(row, p, 0), 0
    for slot in range(row[mon + MON_SLOTS]):
        move = row[mon + MON_MOVE + slot]
        if not IS_STATUS[move] and IS_SPECIAL[move] == (1 if stat == SPECIAL else 0):
            most = max(most, POWER[move])
    return min(1.0, most / 80)


@kernel
def _screen(row: Row, p: int, move: int, work: Row, now: Numbers, dials: Numbers) -> float:
    """Reflect and Light Screen, by the share of the foe's attacks that they halve."""
    if move not in (REFLECT_MOVE, LIGHT_SCREEN_MOVE):
        return 0.0
    if has_mark(row, p, REFLECT_MARK if move == REFLECT_MOVE else LIGHT_SCREEN_MARK):
        return 0.0
    special = 1 if move == LIGHT_SCREEN_MOVE else 0
    attacks, halved = 0, 0
    for place in range(THEIR_MOVES, THEIR_MOVES + work[THEIR_COUNT]):
        one = work[place]
        if POWER[one] > 1:
            attacks += 1
            halved += 1 if IS_SPECIAL[one] == special else 0
    return dials[SCREEN] * now[OWN_HP] * halved / max(1, attacks)


@kernel
def _substitute(row: Row, p: int, move: int, now: Numbers, dials: Numbers) -> float:
    if move != SUBSTITUTE_MOVE or has_mark(row, p, SUBSTITUTE_MARK) or now[OWN_HP] < 0.3:
        return 0.0
    return dials[SUBSTITUTE] * (2.0 - now[ACTS_NOW]) * (1.0 - now[THREAT])


@kernel
def _haze(row: Row, p: int, move: int) -> float:
    return 0.1 * (_stages(row, BOTH - p) - _stages(row, p)) if move == HAZE else 0.0


@kernel
def _stages(row: Row, p: int) -> int:
    """All stages of a side added up, Special twice as views have it."""
    total = stage_shown(row, p, SPECIAL)
    for stat in range(EVASION + 1):
        total += stage_shown(row, p, stat)
    return total


@kernel
def _switch_score(row: Row, p: int, place: int, work: Row, now: Numbers, dials: Numbers) -> float:
    """The worth of a switch by choice."""
    mon, foe = pokemon_at(row, p, place), row[BOTH - p + ACTIVE]
    dealt, taken, faster = duel(row, p, place, work)
    better = dials[SWITCH] * (edge((dealt, taken, faster)) - edge((now[DEALT], now[TAKEN], now[FASTER] > 0)))
    worst, meant = taken / max(0.01, ACTS_BY_STATUS[status_shown(row, foe)]), 0.0
    if now[BEST]:
        harm = blow(work, THEIRS, BENCH, int(now[BEST]), row[mon + HP])
        meant = min(1.0, harm[MEAN] * harm[CHANCE] / max(1, row[mon + HP]))
    lost = (dials[PREDICTION] * meant + (1.0 - dials[PREDICTION]) * worst) * now[ACTS_NOW] * dials[FEAR]
    way_in = -dials[ENTRY] * lost * (row[mon + HP] / row[mon + MAX_HP])
    stages = _stages(row, p)
    ill = has_mark(row, p, CONFUSION_MARK) + has_mark(row, p, LEECH_SEED_MARK)
    ill += 1 if status_shown(row, pokemon_at(row, p, 0)) == BAD_POISON else 0
    left = dials[CLEANSE] * (ill - min(0, stages)) - dials[KEEP_BOOSTS] * max(0, stages)
    return 0.0 + better + way_in + left - dials[TEMPO]
