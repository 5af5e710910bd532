"""Hedge, also called multiplicative weights: policies in proportion to the exponential of what they earned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.special import softmax

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.learning import average_play


@meta_solver("hedge")
@dataclass(frozen=True)
class Hedge:
    """The average of repeated play with exponential weights (Freund and Schapire 1997, 1999).

    rounds: how often all roles play and learn. rate: multiplies the learning rate sqrt(8 ln K / t) of round t, which
    with 1 bounds the regret (Cesa-Bianchi and Lugosi 2006, theorem 2.3).

    Takes any number of players and any payoffs, brought to a spread of 1 first. Certificate: `value` for seat 0 in
    returns, `gap` (the sum of what all seats could gain by deviating, each divided by its `scale`), `scale` (half the
    largest spread of a role's payoffs). In two-player constant-sum tables the gap falls with 1 / sqrt(rounds).
    """

    claims: ClassVar[frozenset[str]] = frozenset({"converges", "anonymous", "affine_invariant", "monotone"})

    rounds: int = 1000
    rate: float = 1.0

    def __post_init__(self) -> None:
        if self.rounds < 1 or not 0 < self.rate < np.inf:
            raise InputError("hedge needs rounds >= 1 and a positive rate")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError, naming the cell, where a payoff is missing or no finite number."""
        game = NormalForm.of(table)
        return game.answer(average_play(game, _Exponential(self.rate), self.rounds))


@dataclass(frozen=True, slots=True)
class _Exponential:
    """Memory: what each policy would have earned so far."""

    rate: float

    def begin(self, size: int) -> Floats:
        return np.zeros(size)

    def play(self, memory: Floats, number: int) -> Floats:
        # payoffs lie in [-1, 1]; the rate of the theorem is for a spread of 1
        rate = self.rate * np.sqrt(8 * np.log(max(len(memory), 2)) / number) / 2
        return np.asarray(softmax(rate * memory))

    def learn(self, memory: Floats, strategy: Floats, payoffs: Floats) -> Floats:
        del strategy
        return memory + payoffs

    def weight(self, number: int) -> float:
        del number
        return 1.0
