"""Who beats whom: the compiled twin of `psrokit_showdown.matchup`'s duels, equal to the last bit."""

from __future__ import annotations

from psrokit_showdown.compiled.blows import CHANCE, LOW, MEAN, blow, turns_taken
from psrokit_showdown.compiled.sight import (
    FIGHTER_WORDS,
    NOW,
    best_hp,
    foe_moves,
    own_moves,
    see,
    shown_fraction,
    status_shown,
)
from psrokit_showdown.data.codes import STATUSES
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import ACTIVE, BOTH, HP, LEVEL, ORDER, SPECIES, SPEED_STAT
from psrokit_showdown.engine.tables import FIXED_DAMAGE, ONE_HIT_KO, POWER
from psrokit_showdown.matchup import ACTS

MINE, THEIRS, BENCH = 0, FIGHTER_WORDS, 2 * FIGHTER_WORDS
"""Places in `work`: the own Pokemon on the field, the foe, and whoever would come in."""
MY_MOVES = 3 * FIGHTER_WORDS
MOST_MOVES = 20
THEIR_MOVES = MY_MOVES + MOST_MOVES
THEIR_COUNT = THEIR_MOVES + MOST_MOVES
WORK_WORDS = THEIR_COUNT + 1
ACTS_BY_STATUS = tuple(ACTS[name] for name in STATUSES)


@kernel
def pokemon_at(row: Row, p: int, place: int) -> int:
    """The record of a side's Pokemon in a place of its order."""
    return record_of(p, row[p + ORDER + place])


@kernel
def foe_hp(row: Row, p: int) -> float:
    """What the foe of a side has left, in hit points of the best HP stat it can have."""
    mon = row[BOTH - p + ACTIVE]
    return shown_fraction(row, mon) * best_hp(row[mon + SPECIES], row[mon + LEVEL])


@kernel
def see_both(row: Row, p: int, work: Row) -> None:
    """Write both Pokemon on the field, and the moves to expect of the foe."""
    foe = row[BOTH - p + ACTIVE]
    see(row, p, pokemon_at(row, p, 0), 1, work, MINE)
    see(row, BOTH - p, foe, 0, work, THEIRS)
    work[THEIR_COUNT] = foe_moves(row, BOTH - p, foe, work, THEIR_MOVES)


@kernel
def _strongest(work: Row, mine: int, theirs: int, moves: int, count: int, hp: float) -> float:
    """The greatest expected damage a turn of any of the moves, no more than the target has."""
    best = 0.0
    for place in range(moves, moves + count):
        move = work[place]
        if POWER[move] or FIXED_DAMAGE[move] or ONE_HIT_KO[move]:
            dealt = blow(work, mine, theirs, move, int(hp))
            turns = turns_taken(move, dealt[LOW] >= int(hp))
            best = max(best, min(dealt[MEAN], hp) * dealt[CHANCE] / turns)
    return best


@kernel
def duel(row: Row, p: int, place: int, work: Row) -> tuple[float, float, bool]:
    """How the own Pokemon in a place would fare against the foe: shares of HP dealt and taken, and whether it is
    faster. `see_both` was called before; the Pokemon is written at BENCH.
    """
    mon, foe = pokemon_at(row, p, place), row[BOTH - p + ACTIVE]
    see(row, p, mon, 1, work, BENCH)
    count = own_moves(row, p, mon, work, MY_MOVES)
    my_hp, their_hp = float(row[mon + HP]), foe_hp(row, p)
    i_act, they_act = ACTS_BY_STATUS[status_shown(row, mon)], ACTS_BY_STATUS[status_shown(row, foe)]
    dealt = _strongest(work, BENCH, THEIRS, MY_MOVES, count, their_hp) / max(1.0, their_hp) * i_act
    taken = _strongest(work, THEIRS, BENCH, THEIR_MOVES, work[THEIR_COUNT], my_hp) / max(1.0, my_hp) * they_act
    return dealt, taken, work[BENCH + NOW + SPEED_STAT] > work[THEIRS + NOW + SPEED_STAT]


@kernel
def edge(meeting: tuple[float, float, bool]) -> float:
    """From -1 (lost) to 1 (won)."""
    dealt, taken, faster = meeting
    first = 0.05 + 0.15 * (dealt if faster else taken)
    return max(-1.0, min(1.0, dealt - taken + (first if faster else -first)))
