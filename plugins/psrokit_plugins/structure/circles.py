"""Circles: the smallest sets of policies of which each is answered by the next.

With one role three policies that beat each other in turn. With two roles two policies of each, as in matching pennies:
whatever the two players have, one of them does better to change, and so on for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from psrokit.api import Floats

MOST_POLICIES = 60
"""Among more of a role not every circle is looked at."""
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Circle:
    """above, below: cells of the payoff matrix. It is a circle where every payoff `above` exceeds every one `below`.

    Without cells below they exceed 0, half of the constant sum.
    """

    above: tuple[Cell, ...]
    below: tuple[Cell, ...] = ()

    def least(self, above: Floats, below: Floats) -> Floats:
        """By how much, at least, with payoffs for the cells above and below, each (..., K_0, K_1), equal or bounds."""
        lowest = np.min([above[(..., *cell)] for cell in self.above], axis=0)
        if not self.below:
            return np.asarray(lowest)
        return np.asarray(lowest - np.max([below[(..., *cell)] for cell in self.below], axis=0))


def triples(payoff: Floats) -> list[Circle]:
    """All circles of three of an antisymmetric matrix, NaN where unknown; those with the largest least payoff first."""
    size = len(payoff)
    if size < 3:
        return []
    i, j, k = np.array(list(combinations(range(size), 3))).T
    found: dict[Circle, float] = {}
    for a, b, c in ((i, j, k), (i, k, j)):
        margin = np.minimum(np.minimum(payoff[a, b], payoff[b, c]), payoff[c, a])
        for at in np.flatnonzero(margin > 0).tolist():
            one, two, three = int(a[at]), int(b[at]), int(c[at])
            found[Circle(((one, two), (two, three), (three, one)))] = float(margin[at])
    return _largest_first(found)


def pennies(payoff: Floats) -> list[Circle]:
    """All circles of two rows and two columns, NaN where unknown; those with the largest least difference first.

    In each the first row is better against the first column and the second against the second; the column player, who
    wants payoffs to be low, prefers the opposite.
    """
    found: dict[Circle, float] = {}
    for one, two in combinations(range(len(payoff)), 2):
        lowest = np.minimum.outer(payoff[one], payoff[two])
        margin = lowest - np.maximum.outer(payoff[two], payoff[one])
        for left, right in np.argwhere(margin > 0).tolist():
            found[Circle(((one, left), (two, right)), ((two, left), (one, right)))] = float(margin[left, right])
    return _largest_first(found)


def _largest_first(found: dict[Circle, float]) -> list[Circle]:
    return sorted(found, key=lambda circle: (-found[circle], circle.above))
