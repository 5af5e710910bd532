"""What recovery, stages and screens are worth: as `psrokit_showdown.scoring.staying_power`."""

from __future__ import annotations

from psrokit_showdown.compiled.dials import (
    RECOVER_BELOW,
    RECOVERED,
    REST_BELOW,
    RESTED,
    SCREEN,
    SETUP,
    SETUP_UNTIL,
    SUBSTITUTE,
    Numbers,
)
from psrokit_showdown.compiled.matchups import THEIR_COUNT, THEIR_MOVES, pokemon_at
from psrokit_showdown.compiled.sight import has_mark, stage_shown, status_shown
from psrokit_showdown.compiled.situation import ACTS_NOW, DOOM, FASTER, OWN_HP, THREAT, all_stages
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ATTACK,
    BOTH,
    DEFENCE,
    EVASION,
    HP,
    MAX_HP,
    MON_MOVE,
    MON_SLOTS,
    SPECIAL,
    SPEED_STAT,
)
from psrokit_showdown.engine.seen import LIGHT_SCREEN_MARK, REFLECT_MARK, SUBSTITUTE_MARK
from psrokit_showdown.engine.tables import (
    BOOST,
    BOOSTED_STAT,
    HAZE,
    IS_SPECIAL,
    IS_STATUS,
    LIGHT_SCREEN_MOVE,
    ON_SELF,
    POWER,
    RECOVER,
    REFLECT_MOVE,
    REST,
    SOFT_BOILED,
    SUBSTITUTE_MOVE,
)


@kernel
def recovery(row: Row, p: int, move: int, now: Numbers, dials: Numbers) -> float:
    """HP that come back, while there is time for it."""
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
def setup(row: Row, p: int, move: int, now: Numbers, dials: Numbers) -> float:
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
def screen(row: Row, p: int, move: int, work: Row, now: Numbers, dials: Numbers) -> float:
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
def substitute(row: Row, p: int, move: int, now: Numbers, dials: Numbers) -> float:
    """A screen of one's own HP."""
    if move != SUBSTITUTE_MOVE or has_mark(row, p, SUBSTITUTE_MARK) or now[OWN_HP] < 0.3:
        return 0.0
    return dials[SUBSTITUTE] * (2.0 - now[ACTS_NOW]) * (1.0 - now[THREAT])


@kernel
def haze(row: Row, p: int, move: int) -> float:
    """Stages blown away, the foe's and one's own."""
    return 0.1 * (all_stages(row, BOTH - p) - all_stages(row, p)) if move == HAZE else 0.0
