"""The best choice by simulations: a tree of what both sides may do, played on and estimated where it ends.

At the root simulations are shared out by sequential halving (Karnin, Koren and Somekh, "Almost optimal exploration in
multi-armed bandits", 2013): in each round every choice left gets as many, and the worse half goes. Below it both seats
choose by what the tree has learnt (see `tree`). Many simulations advance together, as rows of the native engine or as
battles of one simulator process (see `positions`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from psrokit.api import Floats
from psrokit_showdown.searching.opponents import Opponents
from psrokit_showdown.searching.positions import CHOICES, Chosen, Guesses, Places, Positions
from psrokit_showdown.searching.tree import Tree

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


def best_choice(guesses: Guesses, allowed: int, effort: Effort, opponents: Opponents, rng: np.random.Generator) -> int:
    """The number of seat 0's best choice; 0 if the guesses do not agree on any.

    allowed: the mask of what may be chosen. Every choice is played from the same guesses with the same luck against the
    same opponents; about `simulations` battles are played in all.
    """
    mask = guesses.common() & allowed
    left = np.array([number for number in range(1, len(CHOICES) + 1) if mask >> (number - 1) & 1])
    if not len(left):
        return 0
    tree = Tree(effort.simulations + len(left) * WAVE, guesses.identities, WIDENING, SPREAD)
    simulations = _Simulations(tree, effort, opponents, rng)
    totals, played, rounds = np.zeros(len(left)), 0, max(1, int(np.ceil(np.log2(len(left)))))
    while len(left) > 1:
        each = max(1, effort.simulations // (rounds * len(left)))
        for first in range(0, each, max(1, WAVE // len(left))):
            count = min(each - first, max(1, WAVE // len(left)))
            battles = guesses.copies((played + np.arange(count)) % len(guesses), len(left), rng)
            opposite = np.tile(opponents.drawn(count, rng), len(left))
            results = simulations.results(battles, np.repeat(left, count), opposite)
            totals += results.reshape(len(left), count).sum(axis=1)
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

    def results(self, battles: Positions, first: Places, opposite: Places) -> Floats:
        """Seat 0's results of battles, shape (n,). first: its choice in each. opposite: who sits in seat 1."""
        path = self._down(battles, first, opposite)
        everywhere = np.arange(len(battles))
        for _ in range(self.effort.horizon):
            going = everywhere[battles.running(everywhere)]
            if not len(going):
                break
            battles.advance(going, battles.usual(going, opposite[going], self.rng))
        results = battles.estimates()
        for which, here, made, chosen in path:
            self.tree.learn(here, made, chosen, results[which])
        return results

    def _down(self, battles: Positions, first: Places, opposite: Places) -> list[tuple[Places, Places, Chosen, Places]]:
        """Advance battles along the tree until each meets a node that is new; seat 0 begins with `first`.

        For each decision: which battles it was in, at which nodes, the choices made and what they were.
        """
        nodes, going, path = np.zeros(len(battles), np.int64), np.arange(len(battles)), []
        for level in range(self.effort.depth):
            here, identities = nodes[going], battles.identities(going)
            usual = battles.usual(going, opposite[going], self.rng)
            made = self.opponents.settled(
                self.tree.chosen(here, battles.masks(going), identities, usual, self.rng), usual
            )
            if level == 0:
                made[:, 0] = first
            places = np.maximum(made[:, :, None].astype(np.int64) - 1, 0)
            chosen = np.where(made > 0, np.take_along_axis(identities, places, 2)[..., 0], 0)
            path.append((going, here, made, chosen))
            battles.advance(going, made)
            nodes[going], new = self.tree.followed(here, chosen, battles.asked(going))
            going = going[~new & battles.running(going)]
            if not len(going):
                break
        return path
