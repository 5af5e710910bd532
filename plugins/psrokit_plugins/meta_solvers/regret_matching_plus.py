"""Predictive regret matching plus: regrets that never fall below 0, and the last payoffs as a forecast of the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.learning import average_play, positive_or_uniform


@meta_solver("regret_matching_plus")
@dataclass(frozen=True)
class RegretMatchingPlus:
    """The average, late rounds weighing more, of predictive regret matching plus (Farina, Kroer and Sandholm 2021).

    rounds: how often all roles play and learn; round t has the weight t^2. Ends early at a gap of 1e-12.

    Takes any number of players and any payoffs. Certificate: `value` for seat 0 in returns, `gap` (the sum of what all
    seats could gain by deviating, each divided by its `scale`), `scale` (half the largest spread of a role's payoffs).
    """

    claims: ClassVar[frozenset[str]] = frozenset({"converges", "anonymous", "affine_invariant"})

    rounds: int = 1000

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise InputError(f"regret_matching_plus needs at least 1 round, not {self.rounds}", place="rounds")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError, naming the cell, where a payoff is missing or no finite number."""
        game = NormalForm.of(table)
        return game.answer(average_play(game, _PredictedRegrets(), self.rounds))


class _PredictedRegrets:
    """Memory, shape (2, size): regrets cut at 0, and the regrets that the last payoffs forecast."""

    def begin(self, size: int) -> Floats:
        return np.zeros((2, size))

    def play(self, memory: Floats, number: int) -> Floats:
        del number
        return positive_or_uniform(memory[0] + memory[1])

    def learn(self, memory: Floats, strategy: Floats, payoffs: Floats) -> Floats:
        regrets = payoffs - payoffs @ strategy
        return np.stack([np.maximum(memory[0] + regrets, 0.0), regrets])

    def weight(self, number: int) -> float:
        return float(number**2)
