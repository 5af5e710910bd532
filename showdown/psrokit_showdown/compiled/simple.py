"""The simple players, compiled: random, max_power, type_switcher and greedy_damage.

Each is told the mask of its legal choices and answers one of them. The order is that of the plain players' lists:
moves first, then switches; of equal worths the first is taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.compiled.blows import dealt_a_turn, effectiveness
from psrokit_showdown.compiled.dice import Die, draw
from psrokit_showdown.compiled.matchups import MINE, THEIRS, duel, edge, foe_hp, pokemon_at, see_both
from psrokit_showdown.compiled.sight import type_shown
from psrokit_showdown.compiled.tables import FIRST_TYPE, SECOND_TYPE
from psrokit_showdown.engine.chooser import nth_choice, size_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import BIDE, BOTH, NO_TYPE, SLOT_MOVE, SPECIES, TRAPPING
from psrokit_showdown.engine.requests import BOUND, FIRST_SWITCH, SLOTS_SHOWN, STRUGGLES, move_form
from psrokit_showdown.engine.tables import BIDE_MOVE, POWER, STRUGGLE, TYPE

CHOICES = 10
MOVES = (1 << (FIRST_SWITCH - 1)) - 1
"""The mask of all moves."""
LOWEST = -1e300


@kernel
def offers(mask: int, choice: int) -> int:
    """1 if a mask has a choice."""
    return (mask >> (choice - 1)) & 1


@kernel
def only_choice(mask: int) -> int:
    """The choice of a mask that has one alone, else 0."""
    return 0 if mask & (mask - 1) else nth_choice(mask, 0)


@kernel
def random_of(die: Die, mask: int) -> int:
    """Any choice of a mask, all equally likely."""
    return nth_choice(mask, int(draw(die) * size_of(mask)))


@kernel
def offered_move(row: Row, p: int, choice: int) -> int:
    """The move that `move N` uses; 0 for what is no move (`fight`)."""
    form = move_form(row, p)
    if form == SLOTS_SHOWN:
        return row[p + SLOT_MOVE + choice - 1]
    if form == BOUND:
        return BIDE_MOVE if row[p + BIDE] else row[p + TRAPPING]
    return STRUGGLE if form == STRUGGLES else 0


@kernel
def max_power(row: Row, p: int, mask: int, die: Die) -> int:
    """The move of highest base power; a replacement at random."""
    if mask & MOVES == 0:
        return random_of(die, mask)
    if only_choice(mask & MOVES):
        return only_choice(mask & MOVES)
    best, most = 0, -1
    for choice in range(1, FIRST_SWITCH):
        if offers(mask, choice):
            power = POWER[offered_move(row, p, choice)]
            if power > most:
                best, most = choice, power
    return best


@kernel
def greedy_damage(row: Row, p: int, mask: int, work: Row) -> int:
    """The move of greatest expected damage; the best matchup as a replacement."""
    if mask & MOVES and only_choice(mask & MOVES):
        return only_choice(mask & MOVES)
    see_both(row, p, work)
    best, most, hp = 0, LOWEST, foe_hp(row, p)
    for choice in range(1, CHOICES + 1):
        if offers(mask, choice) and (choice < FIRST_SWITCH or mask & MOVES == 0):
            if choice < FIRST_SWITCH:
                worth = dealt_a_turn(work, MINE, THEIRS, offered_move(row, p, choice), hp)
            else:
                worth = edge(duel(row, p, choice - FIRST_SWITCH, work))
            if worth > most:
                best, most = choice, worth
    return best


@kernel
def type_switcher(row: Row, p: int, mask: int, memory: NDArray[np.int8], actor: int) -> int:
    """The best type matchup, else the best type-adjusted power; memory: whether it has just switched."""
    if mask & MOVES == 0:
        return _best_matchup(row, p, mask)
    switches = mask & ~MOVES
    if switches and not memory[actor]:
        best = _best_matchup(row, p, switches)
        if _matchup(row, p, best - FIRST_SWITCH) > _matchup(row, p, 0):
            memory[actor] = 1
            return best
    memory[actor] = 0
    return _best_adjusted(row, p, mask)


@kernel
def _best_matchup(row: Row, p: int, switches: int) -> int:
    best, most = 0, LOWEST
    for choice in range(FIRST_SWITCH, CHOICES + 1):
        if offers(switches, choice):
            worth = _matchup(row, p, choice - FIRST_SWITCH)
            if worth > most:
                best, most = choice, worth
    return best


@kernel
def _best_adjusted(row: Row, p: int, mask: int) -> int:
    if only_choice(mask & MOVES):
        return only_choice(mask & MOVES)
    best, most, foe = 0, LOWEST, BOTH - p
    first, second = type_shown(row, foe, 0), type_shown(row, foe, 1)
    for choice in range(1, FIRST_SWITCH):
        if offers(mask, choice):
            move = offered_move(row, p, choice)
            power = POWER[move] * effectiveness(TYPE[move], first, second)
            if power > most:
                best, most = choice, power
    return best


@kernel
def _matchup(row: Row, p: int, place: int) -> float:
    species, foe = row[pokemon_at(row, p, place) + SPECIES], BOTH - p
    first, second = FIRST_TYPE[species], SECOND_TYPE[species]
    theirs, also_theirs = type_shown(row, foe, 0), type_shown(row, foe, 1)
    return _best_factor(first, second, theirs, also_theirs) - _best_factor(theirs, also_theirs, first, second)


@kernel
def _best_factor(attacking: int, also: int, first: int, second: int) -> float:
    """The better of one or two types against one or two types."""
    factor = effectiveness(attacking, first, second)
    return factor if also == NO_TYPE else max(factor, effectiveness(also, first, second))
