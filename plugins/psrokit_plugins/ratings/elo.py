"""Elo ratings of all games at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psrokit.api import InputError, PayoffTable, Ratings, rating
from psrokit_plugins.statistics.davidson import ELO_MEAN, ELO_SCALE, PRIOR, davidson
from psrokit_plugins.statistics.head_to_head import head_to_head


@rating("elo")
@dataclass(frozen=True)
class Elo:
    """Bradley and Terry's strengths on Elo's scale: mean 1500, and 400 points are odds of ten to one of winning.

    prior: imaginary games, half won and half lost, of every policy against an anchor of average strength: they keep a
    perfect record finite and relate policies that are connected by no games.

    Fitted to all games together by maximum likelihood, with ties as Davidson (1970) has them, so the order of games
    does not matter. A rating supposes that strength is one number: where policies beat each other in a circle, it
    does not say who wins (Balduzzi et al. 2018; Bertrand, Czarnecki and Gidel 2023).
    """

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    prior: float = PRIOR

    def __post_init__(self) -> None:
        if self.prior <= 0:
            raise InputError("elo needs prior > 0: without it a perfect record has no finite rating")

    def rate(self, table: PayoffTable) -> Ratings:
        """Elo points with their standard errors. Raises InputError for payoffs that are no wins and losses."""
        evidence = head_to_head(table)
        found = davidson(evidence, self.prior)
        return Ratings(
            evidence.by_role(ELO_MEAN + ELO_SCALE * found.strengths),
            "Elo points, mean 1500",
            f"Bradley-Terry with Davidson's ties; imaginary games a policy: {self.prior:g}",
            evidence.by_role(ELO_SCALE * found.deviations),
        )
