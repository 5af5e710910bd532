"""Nash averaging as a rating."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from psrokit.api import MetaSolver, PayoffTable, Ratings, checked_means, rating
from psrokit_plugins.analysis.components import in_words
from psrokit_plugins.meta_solvers.nash_averaging import NashAveraging
from psrokit_plugins.normal_form.constant_sum import two_player_sum
from psrokit_plugins.statistics.deviations import against_others

_ROUNDING = 1e-12
"""What is less than this part of the range of payoffs is what rounding leaves of nothing."""


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
        values = {}
        for role in weights:
            seat = table.seats.index(role)
            earned = against_others(means[seat], table.seats, weights, seat)
            values[role] = np.where(np.abs(earned) > _ROUNDING * np.ptp(means), earned, 0.0)
        return Ratings(values, _units(table, self.solver), f"maximum-entropy weights by {in_words(self.solver)}")


def _units(table: PayoffTable, solver: MetaSolver) -> str:
    """Against what the payoffs are: only with a constant sum are the weights an equilibrium of the table itself."""
    if two_player_sum(table) is not None:
        return "payoff against the Nash equilibrium"
    if not isinstance(solver, NashAveraging):
        return f"payoff against the weights of {in_words(solver)}"
    agents, tasks = table.seats
    return (
        f"payoff against the weights of the evaluation game, in which {tasks} is weighed so that {agents} earns least; "
        "no equilibrium of a table with a general sum"
    )
