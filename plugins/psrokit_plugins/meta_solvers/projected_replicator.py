"""Projected replicator dynamics: replicator dynamics in which no policy dies out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.learning import average_play


@meta_solver("projected_replicator")
@dataclass(frozen=True)
class ProjectedReplicator:
    """The time average of replicator dynamics projected onto mixtures that explore (Lanctot et al. 2017, section 3.1).

    step: length of a time step, payoffs being scaled to [-1, 1]. steps: their number. exploration: gamma: each of K
    policies keeps at least the weight gamma / (K + 1).

    Starts from the uniform mixture; after each step the nearest mixture with those least weights is taken. Any number
    of players and any payoffs. Certificate: `value` for seat 0 in returns, `gap` (the sum of what all seats could gain
    by deviating, each divided by its `scale`), `scale` (half the largest spread of a role's payoffs). The gap cannot
    fall below what the exploration costs.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"converges", "anonymous", "affine_invariant", "monotone"})

    step: float = 0.1
    steps: int = 2000
    exploration: float = 1e-3

    def __post_init__(self) -> None:
        if not 0 < self.step <= 0.5 or self.steps < 1 or not 0 <= self.exploration < 1:
            raise InputError("projected_replicator needs 0 < step <= 0.5, steps >= 1 and 0 <= exploration < 1")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError, naming the cell, where a payoff is missing or no finite number."""
        game = NormalForm.of(table)
        return game.answer(average_play(game, _ProjectedGrowth(self.step, self.exploration), self.steps))


@dataclass(frozen=True, slots=True)
class _ProjectedGrowth:
    """Memory: the mixture itself."""

    step: float
    exploration: float

    def begin(self, size: int) -> Floats:
        return np.full(size, 1 / size)

    def play(self, memory: Floats, number: int) -> Floats:
        del number
        return memory

    def learn(self, memory: Floats, strategy: Floats, payoffs: Floats) -> Floats:
        grown = memory + self.step * memory * (payoffs - payoffs @ strategy)
        return projected(grown, self.exploration / (len(memory) + 1))

    def weight(self, number: int) -> float:
        del number
        return 1.0


def projected(point: Floats, least: float) -> Floats:
    """The nearest point, in Euclidean distance, with coordinates >= `least` and sum 1 (Duchi et al. 2008, figure 1)."""
    if point.min() >= least:  # nearly always: a step keeps the sum
        return np.asarray(point / point.sum())
    free = 1 - least * len(point)
    falling = np.sort(point - least)[::-1]
    excess = (np.cumsum(falling) - free) / np.arange(1, len(point) + 1)
    kept = int(np.flatnonzero(falling > excess)[-1])
    return np.asarray(np.maximum(point - least - excess[kept], 0.0) + least)
