"""The best choice by simulations: a tree of what both sides may do, played on and estimated where it ends.

At the root simulations are shared out by sequential halving (Karnin, Koren and Somekh, "Almost optimal exploration in
multi-armed bandits", 2013): in each round every choice left gets as many, and the worse half goes. Below it both seats
choose by what the tree has learnt (see `tree`). Many simulations advance together, as rows of the native engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from psrokit.api import Floats
from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.searching.estimate import estimated
from psrokit_showdown.searching.opponents import Opponents
from psrokit_showdown.searching.tree import Chosen, Places, Tree, identities_of

WAVE = 32
"""About how many simulations advance together. What one of them finds the next wave knows."""
WIDENING = 4.0
SPREAD = 0.2
"""Of the tree. Found by play against `scripted`, 30 games each: they are good, not best."""


class Effort(Protocol):
    """How much is simulated: options of the player, which explains them."""

    @property
    def simulations(self) -> int:
        """For each decision."""

    @property
    def depth(self) -> int:
        """Decisions that the tree follows."""

    @property
    def horizon(self) -> int:
        """Decisions that are played on."""


def best_choice(rows: States, allowed: int, effort: Effort, opponents: Opponents, rng: np.random.Generator) -> int:
    """The number of seat 0's best choice; 0 if the rows do not agree on any.

    rows: guesses at the battle, shape (guesses, WORDS). allowed: the mask of what may be chosen. Every choice is played
    from the same guesses with the same luck against the same opponents; about `simulations` battles are played in all.
    """
    mask = int(np.bitwise_and.reduce(engine.legal(rows)[:, 0])) & allowed
    left = np.array([choice for choice in range(1, 11) if mask >> (choice - 1) & 1])
    if not len(left):
        return 0
    tree = Tree(effort.simulations + len(left) * WAVE, WIDENING, SPREAD)
    simulations = _Simulations(tree, effort, opponents, rng)
    totals, played, rounds = np.zeros(len(left)), 0, max(1, int(np.ceil(np.log2(len(left)))))
    while len(left) > 1:
        each = max(1, effort.simulations // (rounds * len(left)))
        for first in range(0, each, max(1, WAVE // len(left))):
            count = min(each - first, max(1, WAVE // len(left)))
            starts = rows[(played + np.arange(count)) % len(rows)]
            starts[:, :4] = rng.integers(-(2**15), 2**15, size=(count, 4))
            opposite = opponents.drawn(count, rng)
            totals += simulations.results(starts, left, opposite).reshape(len(left), count).sum(axis=1)
            played += count
        kept = np.sort(np.argsort(-totals, kind="stable")[: (len(left) + 1) // 2])
        left, totals = left[kept], totals[kept]
    return int(left[0])


@dataclass(frozen=True, slots=True)
class _Simulations:
    """Simulations of one decision, which teach the tree."""

    tree: Tree
    effort: Effort
    opponents: Opponents
    rng: np.random.Generator

    def results(self, starts: States, choices: Places, opposite: Places) -> Floats:
        """Seat 0's results of one battle for each choice and start, shape (choices * starts,), the starts of the first
        choice first. opposite: who sits in seat 1 of each start.
        """
        states, opposite = np.tile(starts, (len(choices), 1)), np.tile(opposite, len(choices))
        path = self._down(states, np.repeat(choices, len(starts)), opposite)
        for _ in range(self.effort.horizon):
            engine.step(states, self.opponents.players.usual(states, engine.legal(states), opposite, self.rng))
        results = estimated(states)
        for which, here, made, chosen in path:
            self.tree.learn(here, made, chosen, results[which])
        return results

    def _down(self, states: States, first: Places, opposite: Places) -> list[tuple[Places, Places, Chosen, Places]]:
        """Advance battles along the tree until each meets a node that is new; seat 0 begins with `first`.

        For each decision: which battles it was in, at which nodes, the choices made and what they were.
        """
        nodes, going, path = np.zeros(len(states), np.int64), np.arange(len(states)), []
        for level in range(self.effort.depth):
            rows, here = states[going], nodes[going]
            masks, identities = engine.legal(rows), identities_of(rows)
            usual = self.opponents.players.usual(rows, masks, opposite[going], self.rng)
            made = self.opponents.settled(self.tree.chosen(here, masks, identities, usual, self.rng), usual)
            if level == 0:
                made[:, 0] = first
            places = np.maximum(made[:, :, None].astype(np.int64) - 1, 0)
            chosen = np.where(made > 0, np.take_along_axis(identities, places, 2)[..., 0], 0)
            path.append((going, here, made, chosen))
            engine.step(rows, made)
            states[going] = rows
            nodes[going], new = self.tree.followed(here, chosen, rows)
            going = going[~new & (rows[:, layout.RESULT] == layout.RUNNING)]
            if not len(going):
                break
        return path
