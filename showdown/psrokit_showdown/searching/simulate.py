"""The best choice by simulation: each choice is played out many times, the rest by greedy_damage in both seats.

This is a rollout player (Tesauro and Galperin, "On-line policy improvement using Monte-Carlo search", 1996) whose
simulations are shared out by sequential halving (Karnin, Koren and Somekh, "Almost optimal exploration in multi-armed
bandits", 2013): in each round every choice left gets as many, and the worse half goes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats
from psrokit_showdown import engine
from psrokit_showdown.compiled.dials import DIALS
from psrokit_showdown.compiled.dice import DIE_WORDS
from psrokit_showdown.compiled.entries import GREEDY_DAMAGE, LONGEST, Table
from psrokit_showdown.compiled.playing import decide, play
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States

USUAL_TICKS = 128
SHARE_OF_HEALTH = 0.5
"""How much of a result is the winner's health that is left, which differs less by chance than who wins."""


def best_choice(rows: States, allowed: int, simulations: int, rng: np.random.Generator) -> int:
    """The number of seat 0's best choice; 0 if the rows do not agree on any.

    rows: guesses at the battle, shape (guesses, WORDS). allowed: the mask of what may be chosen. Every choice is played
    from the same guesses with the same luck; about `simulations` battles are played in all.
    """
    mask = int(np.bitwise_and.reduce(engine.legal(rows)[:, 0])) & allowed
    left = np.array([choice for choice in range(1, 11) if mask >> (choice - 1) & 1])
    if not len(left):
        return 0
    totals, played = np.zeros(len(left)), 0
    rounds = max(1, int(np.ceil(np.log2(len(left)))))
    while len(left) > 1:
        each = max(1, simulations // (rounds * len(left)))
        starts = rows[(played + np.arange(each)) % len(rows)]
        starts[:, :4] = rng.integers(-(2**15), 2**15, size=(each, 4))
        totals += _results(starts, left).sum(axis=1)
        played += each
        kept = np.sort(np.argsort(-totals, kind="stable")[: (len(left) + 1) // 2])
        left, totals = left[kept], totals[kept]
    return int(left[0])


def _results(starts: States, choices: NDArray[np.int64]) -> Floats:
    """Seat 0's results, shape (choices, starts), of each choice from each start."""
    states = np.tile(starts, (len(choices), 1))
    table = _greedy(len(states))
    made = np.zeros((len(states), 2), np.int8)
    decide(states, engine.legal(states), table, made)
    made[:, 0] = np.repeat(choices, len(starts))
    engine.step(states, made)
    log = np.empty(len(states) * USUAL_TICKS + LONGEST, np.uint8)
    ends = np.zeros(len(states), np.int64)
    first = 0
    while first < len(states):
        first = play(states, table, log, ends, first, len(states))
    return _worth(states).reshape(len(choices), len(starts))


def _greedy(count: int) -> Table:
    return Table(
        np.full((count, 2), GREEDY_DAMAGE, np.int8),
        np.zeros((2 * count, DIE_WORDS), np.uint64),
        np.zeros(2 * count, np.int8),
        np.zeros((1, DIALS)),
        np.zeros((count, 2), np.int64),
    )


def _worth(states: States) -> Floats:
    """Of ended battles: who won, and the health that is left, from -1 to 1."""
    won = np.array([1.0, -1.0, 0.0])[engine.winner(states)]
    records = states[:, layout.MONS : layout.SEEN].reshape(len(states), 2, 6, layout.MON_WORDS).astype(float)
    health = records[..., layout.HP].sum(axis=2) / records[..., layout.MAX_HP].sum(axis=2)
    return np.asarray((1 - SHARE_OF_HEALTH) * won + SHARE_OF_HEALTH * (health[:, 0] - health[:, 1]))
