"""Bradley and Terry's strengths, with ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psrokit.api import InputError, PayoffTable, Ratings, rating
from psrokit_plugins.statistics.davidson import PRIOR, davidson
from psrokit_plugins.statistics.head_to_head import head_to_head


@rating("bradley_terry")
@dataclass(frozen=True)
class BradleyTerry:
    """Natural logarithms of the strengths that make the games most likely, mean 0; ties as Davidson (1970) has them.

    prior: imaginary games, half won and half lost, of every policy against an anchor of average strength: they keep a
    perfect record finite and relate policies that are connected by no games.

    Games are all that counts: where returns are no wins, ties and losses, the table is refused. An exact win rate
    counts as 1000 games; it must be stated (`--win-loss`) unless it is 0, 1/2 or 1. A pair that never met is no
    evidence.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    prior: float = PRIOR

    def __post_init__(self) -> None:
        if self.prior <= 0:
            raise InputError("bradley_terry needs prior > 0: without it a perfect record has no finite strength")

    def rate(self, table: PayoffTable) -> Ratings:
        """Log strengths with their standard errors. Raises InputError for payoffs that are no wins and losses."""
        evidence = head_to_head(table)
        found = davidson(evidence, self.prior)
        return Ratings(
            evidence.by_role(found.strengths),
            "log strength, mean 0",
            f"Bradley-Terry with Davidson's ties; imaginary games a policy: {self.prior:g}",
            evidence.by_role(found.deviations),
        )
