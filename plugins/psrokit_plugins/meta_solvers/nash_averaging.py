"""Nash averaging: each policy is weighed by how much it matters to a player who wants the hardest evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psrokit.api import InputError, MetaStrategy, PayoffTable, checked_means, meta_solver
from psrokit_plugins.linear_programs.max_entropy import max_entropy_zero_sum
from psrokit_plugins.meta_solvers.max_entropy_nash import MaxEntropyNash


@meta_solver("nash_averaging")
@dataclass(frozen=True)
class NashAveraging:
    """The maximum-entropy Nash equilibrium of the evaluation game (Balduzzi et al. 2018, arXiv:1806.02643).

    Two seats of one role are agent against agent: an antisymmetric game up to a constant and to rounding, solved as
    `max_entropy_nash` does. Distinct roles are agent against task: seat 0 holds agents, seat 1 tasks; seat 0's payoffs
    are scores, which the choice of tasks makes as small as it can. What a task itself returns is not looked at.

    A policy's Nash average, its rating, is its payoff against the other seat's weights. Certificate: `value`, `gap`,
    `scale` and `unique` as for `nash`, of the scores.
    """

    claims: ClassVar[frozenset[str]] = frozenset(
        {"equilibrium", "affine_invariant", "anonymous", "clone_invariant", "undominated", "flags_several"}
    )

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless the table has two seats and, if they are alike, a constant sum.

        Raises IntegrityError, naming the cell, where a payoff is missing or no finite number.
        """
        means = checked_means(table)
        if len(table.seats) != 2:
            raise InputError(
                f"nash_averaging weighs agents against agents or against tasks: two seats, here are {len(table.seats)}",
                remedy="Any table is taken by cce, regret_matching, uniform and others: `psrokit plugins list`.",
            )
        if table.seats[0] == table.seats[1]:
            return MaxEntropyNash().solve(table)
        saddle, even = max_entropy_zero_sum(means[0])
        weights = {table.seats[0]: saddle.row, table.seats[1]: saddle.column}
        numbers = {"value": saddle.value, "gap": saddle.gap, "scale": saddle.scale, "max_entropy": float(even)}
        return MetaStrategy(weights, certificate={**numbers, **saddle.uniqueness})
