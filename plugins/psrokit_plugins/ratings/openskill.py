"""A Bayesian skill rating of TrueSkill's kind, as the package openskill updates it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from scipy.special import expit

from psrokit.api import Floats, InputError, PayoffTable, Ratings, rating
from psrokit_plugins.statistics.head_to_head import HeadToHead, head_to_head


@rating("openskill")
@dataclass(frozen=True)
class OpenSkill:
    """Means of Gaussian beliefs about skill (Weng and Lin 2011, JMLR 12:267), Bradley-Terry with full pairing.

    growth: by which part of itself the precision of a belief may grow before all beliefs are updated.

    The package's update of one game depends on the order of games, which a table does not have. Here a part of
    everybody's games is looked at at once, all from the same beliefs, and what they add to a belief's precision and to
    precision times mean is summed: the order of games and policies cannot matter. The parts are small while beliefs are
    wide, for many games judged by first beliefs would overshoot. Skills do not drift (tau is 0). A belief starts at
    mean 25 with deviation 25/3.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    growth: float = 0.1

    def __post_init__(self) -> None:
        if not 0 < self.growth < 1:
            raise InputError("openskill needs 0 < growth < 1")

    def rate(self, table: PayoffTable) -> Ratings:
        """Means and deviations of the beliefs. Raises InputError for payoffs that are no wins and losses."""
        from openskill.models import BradleyTerryFull  # noqa: PLC0415 # needed only here

        evidence = head_to_head(table)
        model: Any = BradleyTerryFull(tau=0.0)
        n, left = len(evidence.games), 1.0
        mean, precision = np.full(n, model.mu), np.full(n, model.sigma**-2)
        while left > 0:
            moved, gained = _learnt(evidence, mean, precision, model.beta)
            part = min(left, self.growth / max(float((gained / precision).max(initial=0.0)), self.growth))
            mean = (precision * mean + part * moved) / (precision + part * gained)
            precision, left = precision + part * gained, left - part
        return Ratings(
            evidence.by_role(mean),
            "OpenSkill points, start 25",
            f"Weng and Lin's Bradley-Terry full pairing, all games at once in steps of {100 * self.growth:g} %",
            evidence.by_role(1 / np.sqrt(precision)),
        )


def _learnt(evidence: HeadToHead, mean: Floats, precision: Floats, beta: float) -> tuple[Floats, Floats]:
    """What all games, judged by these beliefs, add to precision times mean and to precision, shapes (n,) each.

    One game of i against j multiplies the variance v_i by 1 - delta with delta = (v_i^(1/2) / c) (v_i / c^2) p (1 - p),
    and adds v_i / c (score - p) to the mean, where c^2 = v_i + v_j + 2 beta^2 and p = logistic((mean_i - mean_j) / c).
    """
    variance = 1 / precision
    c = np.sqrt(variance[:, np.newaxis] + variance + 2 * beta**2)
    expected = expit((mean[:, np.newaxis] - mean) / c)
    delta = (variance[:, np.newaxis] / c**2) ** 1.5 * expected * (1 - expected)
    after = precision[:, np.newaxis] / (1 - delta)
    gained = evidence.games * (after - precision[:, np.newaxis])
    surprise = evidence.score - evidence.games * expected
    moved = gained * mean[:, np.newaxis] + after * variance[:, np.newaxis] / c * surprise
    return moved.sum(axis=1), gained.sum(axis=1)
