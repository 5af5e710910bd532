"""Coarse correlated equilibria, for any number of players and any payoffs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from psrokit.api import MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.correlated import correlated_equilibrium
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.joint_deviations import Coarse


@meta_solver("cce")
@dataclass(frozen=True)
class CoarseCorrelated:
    """A joint strategy from which no seat gains by always playing one policy instead (Moulin and Vial 1978).

    select: which of them: "max_gini" (the least sum of squares: Marris et al. 2021, JPSRO, arXiv:2106.09435),
    "max_entropy" (Ortiz, Schapire and Kakade 2007; both spread the play and are the only ones of their kind) or
    "max_welfare" (the largest sum of returns; where several have it, one vertex).

    The answer is a joint distribution, from which opponents are drawn together; `weights` are its marginals.
    Certificate: `value` for seat 0 in returns; `gap`, the CCE gap inside the table: what all seats together gain by
    always playing one policy, each divided by its `scale` (half the spread of its role's payoffs), with at most 1e-9
    for each seat; `scale`, the largest of a role; under the name of `select` 1, or 0 for an equilibrium that could not
    be shown to be the selected one (for the entropy: by weak duality, to 1e-6 nats).
    """

    select: Literal["max_gini", "max_entropy", "max_welfare"] = "max_gini"

    @property
    def claims(self) -> frozenset[str]:
        """What the conformance suite holds it to: a strictly concave objective leaves no choice between equals."""
        concave = frozenset() if self.select == "max_welfare" else frozenset({"anonymous"})
        return concave | {"correlated", "affine_invariant"}

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError, naming the cell, where a payoff is missing or no finite number.

        Raises InputError where the table is too large.
        """
        return correlated_equilibrium(NormalForm.of(table), Coarse(), self.select)
