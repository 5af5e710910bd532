"""Regret matching: policies in proportion to how much one regrets not having played them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.learning import average_play, positive_or_uniform


@meta_solver("regret_matching")
@dataclass(frozen=True)
class RegretMatching:
    """The average of repeated play in proportion to the positive regrets (Hart and Mas-Colell 2000).

    rounds: how often all roles play and learn.

    Takes any number of players and any payoffs. Certificate: `value` for seat 0 in returns, `gap` (the sum of what all
    seats could gain by deviating, each divided by its `scale`), `scale` (half the largest spread of a role's payoffs).
    In two-player constant-sum tables the gap falls at least with 1 / sqrt(rounds); `regret_matching_plus` is faster.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"converges", "anonymous", "affine_invariant"})

    rounds: int = 1000

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise InputError(f"regret_matching needs at least 1 round, not {self.rounds}", place="rounds")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError, naming the cell, where a payoff is missing or no finite number."""
        game = NormalForm.of(table)
        return game.answer(average_play(game, _Regrets(), self.rounds))


class _Regrets:
    """Memory: the regret of each policy."""

    def begin(self, size: int) -> Floats:
        return np.zeros(size)

    def play(self, memory: Floats, number: int) -> Floats:
        del number
        return positive_or_uniform(memory)

    def learn(self, memory: Floats, strategy: Floats, payoffs: Floats) -> Floats:
        return np.asarray(memory + payoffs - payoffs @ strategy)

    def weight(self, number: int) -> float:
        del number
        return 1.0
