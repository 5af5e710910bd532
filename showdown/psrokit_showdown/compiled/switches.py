"""What a switch by choice is worth: as `psrokit_showdown.scoring.switches`."""

from __future__ import annotations

from psrokit_showdown.compiled.blows import CHANCE, MEAN, blow
from psrokit_showdown.compiled.dials import CLEANSE, ENTRY, FEAR, KEEP_BOOSTS, PREDICTION, SWITCH, TEMPO, Numbers
from psrokit_showdown.compiled.matchups import ACTS_BY_STATUS, BENCH, THEIRS, duel, edge, pokemon_at
from psrokit_showdown.compiled.sight import has_mark, status_shown
from psrokit_showdown.compiled.situation import ACTS_NOW, BEST, DEALT, FASTER, TAKEN, all_stages
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import ACTIVE, BAD_POISON, BOTH, HP, MAX_HP
from psrokit_showdown.engine.seen import CONFUSION_MARK, LEECH_SEED_MARK


@kernel
def switch_score(row: Row, p: int, place: int, work: Row, now: Numbers, dials: Numbers) -> float:
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
    stages = all_stages(row, p)
    ill = has_mark(row, p, CONFUSION_MARK) + has_mark(row, p, LEECH_SEED_MARK)
    ill += 1 if status_shown(row, pokemon_at(row, p, 0)) == BAD_POISON else 0
    left = dials[CLEANSE] * (ill - min(0, stages)) - dials[KEEP_BOOSTS] * max(0, stages)
    return 0.0 + better + way_in + left - dials[TEMPO]
