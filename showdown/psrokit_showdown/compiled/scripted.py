"""The scripted player, compiled: the twin of `psrokit_showdown.scoring`, equal to the last bit.

Considerations are summed in the order of `MOVE_TERMS` and `SWITCH_TERMS`.
"""

from __future__ import annotations

from math import exp

from psrokit_showdown.compiled.ailments import plague, status
from psrokit_showdown.compiled.attack import bind, boom, counter, hit, knock_out, recharging
from psrokit_showdown.compiled.blows import blow
from psrokit_showdown.compiled.dials import PRESERVE, TEMPERATURE, Numbers
from psrokit_showdown.compiled.dice import Die, draw
from psrokit_showdown.compiled.matchups import MINE, THEIRS, duel, edge, see_both
from psrokit_showdown.compiled.simple import CHOICES, offered_move, offers, only_choice
from psrokit_showdown.compiled.situation import DOOM, FOE_LEFT, SCORES, WORTH, look
from psrokit_showdown.compiled.staying_power import haze, recovery, screen, setup, substitute
from psrokit_showdown.compiled.switches import switch_score
from psrokit_showdown.compiled.tables import WORTH_OF_LUCK
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import MOVE_ASKED, REQUEST
from psrokit_showdown.engine.requests import FIRST_SWITCH


@kernel
def scripted(row: Row, p: int, mask: int, work: Row, now: Numbers, dials: Numbers, die: Die) -> int:
    """The choice of highest score or, at a temperature, one drawn by the scores."""
    if only_choice(mask):
        return only_choice(mask)
    see_both(row, p, work)
    deciding = row[p + REQUEST] == MOVE_ASKED
    if deciding:
        look(row, p, work, now, dials)
    for choice in range(1, CHOICES + 1):
        if offers(mask, choice):
            now[SCORES + choice - 1] = _score(row, p, choice, deciding, work, now, dials)
    best = _best(mask, now)
    return best if dials[TEMPERATURE] <= 0.0 else _drawn(mask, now, best, dials[TEMPERATURE], draw(die))


@kernel
def _score(row: Row, p: int, choice: int, deciding: bool, work: Row, now: Numbers, dials: Numbers) -> float:
    if choice >= FIRST_SWITCH:
        place = choice - FIRST_SWITCH
        return switch_score(row, p, place, work, now, dials) if deciding else edge(duel(row, p, place, work))
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
def _move_score(row: Row, p: int, move: int, work: Row, now: Numbers, dials: Numbers) -> float:
    """The sum of all considerations of a move."""
    dealt = blow(work, MINE, THEIRS, move, int(now[FOE_LEFT]))
    total: float = 0.0 + hit(dealt, now, dials)
    total += knock_out(move, dealt, now, dials)
    total += recharging(move, dealt, now, dials)
    total += boom(move, dealt, now, dials)
    total += bind(move, dealt, now, dials)
    total += status(row, p, move, dealt, work, now, dials)
    total += plague(row, p, move, work, now, dials)
    total += recovery(row, p, move, now, dials)
    total += setup(row, p, move, now, dials)
    total += screen(row, p, move, work, now, dials)
    total += substitute(row, p, move, now, dials)
    total += counter(move, work, now, dials)
    total += haze(row, p, move)
    total += WORTH_OF_LUCK[move]
    return total + -dials[PRESERVE] * now[DOOM] * now[WORTH]
