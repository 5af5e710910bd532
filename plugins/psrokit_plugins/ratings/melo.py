"""mElo: a rating and a few cyclic coordinates per policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import InputError, PayoffTable, Ratings, rating
from psrokit_plugins.statistics.davidson import ELO_MEAN, ELO_SCALE
from psrokit_plugins.statistics.head_to_head import head_to_head
from psrokit_plugins.statistics.melo import fit

_DECIMALS = 2
"""Of Elo points: the likelihood is so flat that further digits depend on where the search ended."""


@rating("melo")
@dataclass(frozen=True)
class Melo:
    """The ratings of mElo-2k (Balduzzi et al. 2018): who beats whom in a circle is explained apart from strength.

    planes: k, how many circles there may be; each gives every policy two coordinates.
    prior: strength of the pull of ratings and coordinates towards 0, in imaginary games.

    Policy i is expected to score logistic(r_i - r_j + sum over planes of x_i y_j - y_i x_j) against j; fitted to all
    games at once by maximum likelihood. Only r is returned, on Elo's scale with mean 1500; the circles average to 0.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    planes: int = 1
    prior: float = 1.0

    def __post_init__(self) -> None:
        if self.planes < 1 or self.prior <= 0:
            raise InputError("melo needs planes >= 1 and prior > 0")

    def rate(self, table: PayoffTable) -> Ratings:
        """Elo points. Raises InputError for payoffs that are no wins and losses."""
        evidence = head_to_head(table)
        odds = fit(evidence, self.planes, self.prior)
        return Ratings(
            evidence.by_role(np.round(ELO_MEAN + ELO_SCALE * odds.mean(axis=1), _DECIMALS)),
            "Elo points, mean 1500",
            f"mElo; cyclic planes: {self.planes}; imaginary games a policy: {self.prior:g}",
        )
