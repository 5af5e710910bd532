"""The best choice by simulations: a tree of what both sides may do, played on and estimated where it ends.

At the root simulations are shared out by sequential halving (Karnin, Koren and Somekh, "Almost optimal exploration in
multi-armed bandits", 2013): in each round every choice left gets as many, and the worse half goes. Below it both seats
choose by what the tree has learnt (see `tree`). Many simulations advance together, as rows of the native engine.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats
from psrokit_showdown import engine
from psrokit_showdown.compiled.dials import dials_of
from psrokit_showdown.compiled.dice import DIE_WORDS
from psrokit_showdown.compiled.entries import GREEDY_DAMAGE, SCRIPTED, Table
from psrokit_showdown.compiled.playing import decide
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.searching.estimate import estimated
from psrokit_showdown.searching.tree import SEATS, Chosen, Masks, Tree, identities_of
from psrokit_showdown.weights import Weights

WAVE = 32
"""About how many simulations advance together. What one of them finds the next wave knows."""
ROLLOUTS = {"scripted": SCRIPTED, "greedy_damage": GREEDY_DAMAGE}
"""The players that play on: compiled, without memory, and nothing in them is random."""
WIDENING = 4.0
SPREAD = 0.2
"""Of the tree. Found by play against `scripted`, 30 games each: they are good, not best."""


class Effort(Protocol):
    """How much is simulated, and who plays on: options of the player, which explains them."""

    @property
    def simulations(self) -> int:
        """For each decision."""

    @property
    def depth(self) -> int:
        """Decisions that the tree follows."""

    @property
    def horizon(self) -> int:
        """Decisions that are played on."""

    @property
    def rollout(self) -> Literal["scripted", "greedy_damage"]:
        """Who plays on."""


def best_choice(rows: States, allowed: int, effort: Effort, rng: np.random.Generator) -> int:
    """The number of seat 0's best choice; 0 if the rows do not agree on any.

    rows: guesses at the battle, shape (guesses, WORDS). allowed: the mask of what may be chosen. Every choice is played
    from the same guesses with the same luck; about `simulations` battles are played in all.
    """
    mask = int(np.bitwise_and.reduce(engine.legal(rows)[:, 0])) & allowed
    left = np.array([choice for choice in range(1, 11) if mask >> (choice - 1) & 1])
    if not len(left):
        return 0
    tree = Tree(effort.simulations + len(left) * WAVE, WIDENING, SPREAD)
    totals, played, rounds = np.zeros(len(left)), 0, max(1, int(np.ceil(np.log2(len(left)))))
    while len(left) > 1:
        each = max(1, effort.simulations // (rounds * len(left)))
        for first in range(0, each, max(1, WAVE // len(left))):
            count = min(each - first, max(1, WAVE // len(left)))
            starts = rows[(played + np.arange(count)) % len(rows)]
            starts[:, :4] = rng.integers(-(2**15), 2**15, size=(count, 4))
            states = np.tile(starts, (len(left), 1))
            results = _simulated(tree, states, np.repeat(left, count), effort, rng)
            totals += results.reshape(len(left), count).sum(axis=1)
            played += count
        kept = np.sort(np.argsort(-totals, kind="stable")[: (len(left) + 1) // 2])
        left, totals = left[kept], totals[kept]
    return int(left[0])


def _simulated(
    tree: Tree, states: States, first: NDArray[np.int64], effort: Effort, rng: np.random.Generator
) -> Floats:
    """Seat 0's results of battles that begin with its `first` choices, shape (n,); the tree learns from them."""
    nodes, going, path = np.zeros(len(states), np.int64), np.arange(len(states)), []
    for level in range(effort.depth):
        rows, here = states[going], nodes[going]
        masks, identities = engine.legal(rows), identities_of(rows)
        made = tree.chosen(here, masks, identities, _usual(rows, masks, effort.rollout), rng)
        if level == 0:
            made[:, 0] = first
        places = np.maximum(made[:, :, None].astype(np.int64) - 1, 0)
        chosen = np.where(made > 0, np.take_along_axis(identities, places, 2)[..., 0], 0)
        path.append((going, here, made, chosen))
        engine.step(rows, made)
        states[going] = rows
        nodes[going], new = tree.followed(here, chosen, rows)
        going = going[~new & (rows[:, layout.RESULT] == layout.RUNNING)]
        if not len(going):
            break
    results = _played_on(states, effort)
    for which, here, made, chosen in path:
        tree.learn(here, made, chosen, results[which])
    return results


def _played_on(states: States, effort: Effort) -> Floats:
    """The results after as many more decisions as the horizon, made by the rollouts' player in both seats."""
    for _ in range(effort.horizon):
        engine.step(states, _usual(states, engine.legal(states), effort.rollout))
    return estimated(states)


def _usual(states: States, masks: Masks, rollout: str) -> Chosen:
    """What the rollouts' player chooses in both seats, shape (n, 2)."""
    made = np.zeros((len(states), SEATS), np.int8)
    decide(states, masks, _table(rollout, len(states)), made)
    return made


@lru_cache(maxsize=4 * WAVE)
def _table(rollout: str, count: int) -> Table:
    return Table(
        np.full((count, SEATS), ROLLOUTS[rollout], np.int8),
        np.zeros((SEATS * count, DIE_WORDS), np.uint64),
        np.zeros(SEATS * count, np.int8),
        np.array([dials_of(Weights())]),
        np.zeros((count, SEATS), np.int64),
    )
