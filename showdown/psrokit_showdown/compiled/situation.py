"""What several considerations need of the situation, worked out once a decision: see `scoring.situation`."""

from __future__ import annotations

from psrokit_showdown.compiled.blows import CHANCE, MEAN, blow
from psrokit_showdown.compiled.dials import FEAR, Numbers
from psrokit_showdown.compiled.matchups import (
    ACTS_BY_STATUS,
    MINE,
    THEIR_COUNT,
    THEIR_MOVES,
    THEIRS,
    duel,
    foe_hp,
    pokemon_at,
)
from psrokit_showdown.compiled.sight import best_hp, has_mark, shown_fraction, stage_shown, status_shown
from psrokit_showdown.compiled.simple import CHOICES
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import ACTIVE, BOTH, EVASION, FREEZE, HP, LEVEL, MAX_HP, SLEEPING, SPECIAL, SPECIES
from psrokit_showdown.engine.seen import CONFUSION_MARK, RECHARGE_MARK, SUBSTITUTE_MARK
from psrokit_showdown.engine.tables import EXPLODES
from psrokit_showdown.scoring.situation import LIKELY_FALL

(FOE_MAX, FOE_LEFT, DEALT, TAKEN, FASTER, ACTS_NOW, THREAT, WORTH, DOOM, SHIELDED, BEST, FOE_HP, OWN_HP) = range(13)
SCORES = 13
NOW_WORDS = SCORES + CHOICES
"""`now`: the situation, then the score of each choice."""


@kernel
def look(row: Row, p: int, work: Row, now: Numbers, dials: Numbers) -> None:
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
def all_stages(row: Row, p: int) -> int:
    """All stages of a side added up, Special twice as views have it."""
    total = stage_shown(row, p, SPECIAL)
    for stat in range(EVASION + 1):
        total += stage_shown(row, p, stat)
    return total
