"""Replicator dynamics: what earns more than the average grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.learning import average_play


@meta_solver("replicator")
@dataclass(frozen=True)
class Replicator:
    """The time average of dx_i/dt = x_i (u_i - x u), from the uniform mixture (Taylor and Jonker 1978).

    step: length of a time step, payoffs being scaled to [-1, 1]. steps: their number.

    Takes any number of players and any payoffs. In two-player constant-sum games the time average converges to an
    equilibrium (Hofbauer, Sorin and Viossat 2009), in others it may not. Certificate: `value` for seat 0 in returns,
    `gap` (the sum of what all seats could gain by deviating, each divided by its `scale`), `scale` (half the largest
    spread of a role's payoffs).
    """

    claims: ClassVar[frozenset[str]] = frozenset({"converges", "anonymous", "affine_invariant", "monotone"})

    step: float = 0.1
    steps: int = 2000

    def __post_init__(self) -> None:
        if not 0 < self.step <= 0.5 or self.steps < 1:
            raise InputError("replicator needs 0 < step <= 0.5 and steps >= 1")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError, naming the cell, where a payoff is missing or no finite number."""
        game = NormalForm.of(table)
        return game.answer(average_play(game, _Growth(self.step), self.steps))


@dataclass(frozen=True, slots=True)
class _Growth:
    """Memory: the mixture itself."""

    step: float

    def begin(self, size: int) -> Floats:
        return np.full(size, 1 / size)

    def play(self, memory: Floats, number: int) -> Floats:
        del number
        return memory

    def learn(self, memory: Floats, strategy: Floats, payoffs: Floats) -> Floats:
        # an exponential instead of 1 + step * growth keeps to second order the simplex and its orbits
        grown = memory * np.exp(self.step * (payoffs - payoffs @ strategy))
        return np.asarray(grown / grown.sum())

    def weight(self, number: int) -> float:
        del number
        return 1.0
