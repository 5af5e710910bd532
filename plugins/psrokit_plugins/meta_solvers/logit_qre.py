"""Logit quantal response equilibria: better responses are likelier, none is impossible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, Role, meta_solver
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.logit import logit_equilibrium


@meta_solver("logit_qre")
@dataclass(frozen=True)
class LogitQuantalResponse:
    """x_i in proportion to exp(precision * u_i(x)) for all roles at once (McKelvey and Palfrey 1995).

    precision: how sharply better responses are preferred, in units of 1 / `scale`; 0 is uniform play, and as it grows
    the answer approaches one Nash equilibrium.

    Where there are several, the answer lies on the branch that starts at uniform play, followed by a homotopy (Turocy
    2005, Games and Economic Behavior 51:243). Any number of players and any payoffs; the time grows with the cube of
    the policies. Certificate: `value` for seat 0 in returns; `residual`, the largest difference between a weight and
    what the formula says; `gap`, the sum of what all seats could gain by deviating, each divided by its `scale`;
    `scale`, half the largest spread of a role's payoffs.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"converges", "anonymous", "affine_invariant", "monotone"})

    precision: float = 50.0

    def __post_init__(self) -> None:
        if not 0 <= self.precision < np.inf:
            raise InputError(f"logit_qre needs a precision of at least 0, not {self.precision}", place="precision")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError, naming the cell, where a payoff is missing, and where the branch is lost."""
        game = NormalForm.of(table)
        strategies = logit_equilibrium(game, self.precision)
        return game.answer(strategies, residual=self._residual(game, strategies))

    def _residual(self, game: NormalForm, strategies: dict[Role, Floats]) -> float:
        worst = 0.0
        for role, payoffs in game.deviation_payoffs(strategies).items():
            odds = np.exp(self.precision * (payoffs - payoffs.max()))
            worst = max(worst, float(np.abs(odds / odds.sum() - strategies[role]).max()))
        return worst
