"""Another solver's answer with some uniform play."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from psrokit.api import InputError, MetaSolver, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.normal_form.game import NormalForm


@meta_solver("epsilon_mix")
@dataclass(frozen=True)
class EpsilonMix:
    """(1 - epsilon) times the answer of `solver`, epsilon times uniform play: every member is met now and then.

    solver: what is mixed. epsilon: the share of uniform play, from 0 to 1.

    A joint strategy is mixed with the uniform joint one. Certificate of an independent mixture: `value` for seat 0 in
    returns, `gap` (the sum of what all seats could gain by deviating from the mixture, each divided by its `scale`),
    `scale` (half the largest spread of a role's payoffs). A joint one has none.
    """

    solver: MetaSolver = field(default_factory=Nash)
    epsilon: float = 0.1

    def __post_init__(self) -> None:
        if not 0 <= self.epsilon <= 1:
            raise InputError(f"epsilon_mix needs an epsilon from 0 to 1, not {self.epsilon}", place="epsilon")

    @property
    def claims(self) -> frozenset[str]:
        """Those of `solver` that survive mixing with uniform play."""
        return frozenset(getattr(self.solver, "claims", ())) & {"anonymous", "affine_invariant", "monotone"}

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises what `solver` raises."""
        game = NormalForm.of(table)
        inner = self.solver.solve(table)
        uniform = game.uniform()
        weights = {role: (1 - self.epsilon) * inner.weights[role] + self.epsilon * uniform[role] for role in uniform}
        if inner.joint is None:
            return game.answer(weights)
        joint = (1 - self.epsilon) * inner.joint + self.epsilon / np.prod(game.sizes)
        return MetaStrategy(weights, joint)
