"""How many different ways of playing the population holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Finding, Question, Sheet, analyzer
from psrokit_plugins.analysis.draws import IGNORANCE, complete_draws
from psrokit_plugins.analysis.equilibrium import symmetric_weights
from psrokit_plugins.analysis.numbers import from_draws
from psrokit_plugins.structure.diversity import effective_diversity, expected_cardinality
from psrokit_plugins.structure.symmetric import symmetric_pairs


@analyzer("diversity")
@dataclass(frozen=True)
class DiversityAnalyzer:
    """Effective diversity and expected cardinality.

    draws: how many of the shared resamples are measured.

    Noise makes payoffs more different than they are, so both are too large on average where games are few. More
    diversity is not a better equilibrium (Yao et al. 2023).
    """

    draws: int = 100

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is not symmetric with a constant sum."""
        pairs = symmetric_pairs(question.table)
        payoffs = complete_draws(question)[: self.draws]
        payoffs = (payoffs[:, 0] - payoffs[:, 1]) / 2
        effective = np.array([effective_diversity(payoff, symmetric_weights(payoff)) for payoff in payoffs])
        cardinality = np.array([expected_cardinality(payoff) for payoff in payoffs])
        holes = bool(question.table.holes())
        now = pairs.payoff
        values = (
            (float(np.median(effective)), float(np.median(cardinality)))
            if holes
            else (effective_diversity(now, symmetric_weights(now)), expected_cardinality(now))
        )
        rows = tuple(
            (name, from_draws(value, drawn, question, kind="diversity", convention=convention, units=units))
            for name, value, drawn, convention, units in (
                (
                    "effective diversity",
                    values[0],
                    effective,
                    "of the Nash equilibrium (Balduzzi et al. 2019)",
                    "return",
                ),
                ("expected cardinality", values[1], cardinality, "kernel A A' (Perez-Nieves et al. 2021)", "policies"),
            )
        )
        source = f"Values are medians of the resamples; {IGNORANCE}." if holes else "Values are those of the table."
        meaning = (
            "effective diversity: the sum of w_i max(A_ij, 0) w_j over an equilibrium w, 0 for one best policy. "
            f"expected cardinality: tr(I - (A A' + I)^-1), which grows with the size of payoffs. {source}"
        )
        said = f"The {len(now)} policies count as {rows[1][1].value:.2g} different ones by their expected cardinality."
        return Finding("Diversity", (said,), (Sheet("Diversity", ("measure", "value"), rows, meaning),), rank=70)
