"""Alpha-rank as a rating."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from psrokit.api import MetaSolver, PayoffTable, Ratings, rating
from psrokit_plugins.analysis.components import in_words
from psrokit_plugins.meta_solvers.alpha_rank import AlphaRank


@rating("alpha_rank")
@dataclass(frozen=True)
class AlphaRankRating:
    """The share of time that an evolving population spends at each policy (Omidshafiei et al. 2019).

    solver: the meta-solver that computes it, with its options.

    Any payoffs will do, and any number of roles, but every cell must be known.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"means_only"})

    solver: MetaSolver = field(default_factory=AlphaRank)

    def rate(self, table: PayoffTable) -> Ratings:
        """Masses that sum to 1 in each role. Raises IntegrityError naming the cell where a payoff is missing."""
        weights = self.solver.solve(table).weights
        return Ratings(weights, "alpha-rank mass, sums to 1", f"stationary distribution by {in_words(self.solver)}")
