"""How many different ways of playing the population holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from psrokit.api import Estimate, Finding, Floats, InputError, Question, Sheet, analyzer
from psrokit_plugins.analysis.draws import IGNORANCE
from psrokit_plugins.analysis.numbers import from_draws
from psrokit_plugins.analysis.payoffs import advantage, filled_advantages
from psrokit_plugins.analysis.subgames import subgame_solver
from psrokit_plugins.structure.diversity import effective_diversity, expected_cardinality
from psrokit_plugins.structure.pairs import zero_sum_pairs

_MEASURES = (
    ("of the Nash equilibrium (Balduzzi et al. 2019)", "return"),
    ("kernel A A', sampling noise taken off (Perez-Nieves et al. 2021)", "policies"),
)
"""Convention and units."""


@analyzer("diversity")
@dataclass(frozen=True)
class DiversityAnalyzer:
    """Effective diversity and expected cardinality.

    draws: how many of the shared resamples are measured.

    With two roles both are measured around the value of the game, so that what one role has over the other is no
    diversity. More diversity is not a better equilibrium (Yao et al. 2023).
    """

    draws: int = 100

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is none of two players with a constant sum."""
        effective, cardinality = self._estimates(question)
        said = (
            f"Expected cardinality {cardinality.value:.2f}, at most {min(question.table.sizes)} in a table of this "
            "size; it compares populations of one game, and is no number of good policies."
        )
        rows = (("effective diversity", effective), ("expected cardinality", cardinality))
        sheet = Sheet("Diversity", ("measure", "value"), rows, _meaning(question))
        return Finding("Diversity", (said,), (sheet,), rank=70)

    def _estimates(self, question: Question) -> list[Estimate]:
        """Both measures, of the table or, where it has holes, the median of the resamples."""
        table = question.table
        pairs = zero_sum_pairs(table)  # of two roles the first rows are against all the columns
        rows, columns = table.sizes
        if max(rows, columns) < 2:
            raise InputError("this needs at least two policies of a role")
        noise = np.nan_to_num(pairs.variance[:rows, -columns:]).sum(axis=1)
        drawn = np.array([self._measured(question, one, 2 * noise) for one in filled_advantages(question, self.draws)])
        values = np.median(drawn, axis=0) if table.holes() else self._measured(question, advantage(table), noise)
        return [
            _both_ways(from_draws(float(value), its, question, kind="diversity", convention=convention, units=units))
            for value, its, (convention, units) in zip(values, drawn.T, _MEASURES, strict=True)
        ]

    def _measured(self, question: Question, payoff: Floats, noise: Floats) -> tuple[float, float]:
        weights = subgame_solver(question.table)(payoff)
        row, column = weights[0], weights[-1]
        value = row @ payoff @ column
        return effective_diversity(payoff, row, column), expected_cardinality(payoff - value, noise)


def _meaning(question: Question) -> str:
    holes, roles = question.table.holes(), len(question.named.names)
    source = f"Values are medians of the resamples; {IGNORANCE}." if holes else "Values are those of the table."
    around = ", A less the value of the game" if roles > 1 else ""
    return (
        "effective diversity: the sum of x_i max(A_ij, 0) y_j over an equilibrium, 0 for one best policy, in "
        f"returns{around}; noise makes it too large where games are few. expected cardinality: "
        "tr(I - (A A' + I)^-1), the noise that sampling adds to A A' taken off; it grows with the size of payoffs, so "
        f"only populations of one game compare. {source}"
    )


def _both_ways(estimate: Estimate) -> Estimate:
    """With an interval that reaches as far on either side of the value as the resamples do on the other.

    Resamples have twice the noise, and neither measure is linear: their middle lies to one side of the value, and
    whether it lies to that side of the truth is not known.
    """
    if estimate.bound == "exact":
        return estimate
    reach = max(estimate.value - estimate.low, estimate.high - estimate.value)
    return replace(
        estimate,
        low=max(estimate.value - reach, 0.0),
        high=estimate.value + reach,
        method=f"{estimate.method}; the wider side on both",
    )
