"""Nash averaging as a rating."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from psrokit.api import MetaSolver, PayoffTable, Ratings, checked_means, rating
from psrokit_plugins.analysis.components import in_words
from psrokit_plugins.meta_solvers.nash_averaging import NashAveraging
from psrokit_plugins.statistics.deviations import against_others
from psrokit_plugins.statistics.resampling import constant_sum


@rating("nash_averaging")
@dataclass(frozen=True)
class NashAveragingRating:
    """What a policy earns against the maximum-entropy Nash equilibrium of the table (Balduzzi et al. 2018).

    solver: the meta-solver that computes the equilibrium, with its options.

    Everybody in the equilibrium has the same number, 0 in a symmetric game, and all others less. Copies of policies
    move nobody's number. Any payoffs will do, but every cell must be known. With distinct roles both are rated by
    their own payoffs; where these have no constant sum the weights are those of the evaluation game, which looks at
    the first role's payoffs alone, and are no equilibrium of the table.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"clone_invariant", "means_only"})

    solver: MetaSolver = field(default_factory=NashAveraging)

    def rate(self, table: PayoffTable) -> Ratings:
        """Payoffs. Raises InputError for a table without such an equilibrium, IntegrityError for missing payoffs."""
        weights = self.solver.solve(table).weights
        means = checked_means(table)
        values = {
            role: np.asarray(
                against_others(means[table.seats.index(role)], table.seats, weights, table.seats.index(role))
            )
            for role in weights
        }
        return Ratings(values, _units(table, self.solver), f"maximum-entropy weights by {in_words(self.solver)}")


def _units(table: PayoffTable, solver: MetaSolver) -> str:
    """Against what the payoffs are: only with a constant sum are the weights an equilibrium of the table itself."""
    if constant_sum(table) is not None:
        return "payoff against the Nash equilibrium"
    if not isinstance(solver, NashAveraging):
        return f"payoff against the weights of {in_words(solver)}"
    agents, tasks = table.seats
    return (
        f"payoff against the weights of the evaluation game, in which {tasks} is weighed so that {agents} earns least; "
        "no equilibrium of a table with a general sum"
    )
