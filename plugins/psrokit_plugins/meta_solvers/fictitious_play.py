"""Fictitious play inside the table: each round the best response to what the others have played so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.game import NormalForm, best_responses
from psrokit_plugins.normal_form.learning import average_play


@meta_solver("fictitious_play")
@dataclass(frozen=True)
class FictitiousPlay:
    """The average of repeated best responses to the average of the others (Brown 1951; Robinson 1951).

    rounds: best responses per role, at once for all roles. The first answers uniform play; of several best responses
    all are played alike.

    Takes any number of players and any payoffs; of three and more players each answers the others' joint history.
    Its average converges to an equilibrium of two-player constant-sum, potential and 2 x n games, not of every game.
    Certificate: `value` for seat 0 in returns, `gap` (the sum of what all seats could gain by deviating, each divided
    by its `scale`), `scale` (half the largest spread of a role's payoffs).
    """

    claims: ClassVar[frozenset[str]] = frozenset({"converges", "anonymous", "affine_invariant"})

    rounds: int = 1000

    def __post_init__(self) -> None:
        if self.rounds < 1:
            raise InputError(f"fictitious_play needs at least 1 round, not {self.rounds}", place="rounds")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError, naming the cell, where a payoff is missing or no finite number."""
        game = NormalForm.of(table)
        return game.answer(average_play(game, _FollowTheLeader(), self.rounds))


class _FollowTheLeader:
    """Memory: what each policy would have earned so far. Before the first round that is nothing: all are best."""

    def begin(self, size: int) -> Floats:
        return np.zeros(size)

    def play(self, memory: Floats, number: int) -> Floats:
        return best_responses(memory / number)

    def learn(self, memory: Floats, strategy: Floats, payoffs: Floats) -> Floats:
        del strategy
        return memory + payoffs

    def weight(self, number: int) -> float:
        del number
        return 1.0
