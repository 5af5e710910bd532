"""GXE, the number that Pokemon Showdown's ladder shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psrokit.api import InputError, PayoffTable, Ratings, rating
from psrokit_plugins.statistics.glicko import glicko2, rating_periods
from psrokit_plugins.statistics.head_to_head import head_to_head


@rating("gxe")
@dataclass(frozen=True)
class Gxe:
    """GLIXARE: the share of games, in percent, expected against a random opponent of the ladder.

    periods: rating periods, over which each pair's games are dealt evenly, since a table has no order of games. They
    are more, up to 50, where a policy would have over 100 games in one; beyond that all games count less.
    tau: how readily volatility changes.

    Computed from the Glicko-2 rating R and deviation D as 100 / (1 + 10^((1500 - R) pi / sqrt(3 ln(10)^2 D^2 +
    2500 (64 pi^2 + 147 ln(10)^2)))). The field of the table stands for the ladder.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    periods: int = 10
    tau: float = 0.5

    def __post_init__(self) -> None:
        if self.periods < 1 or self.tau <= 0:
            raise InputError("gxe needs periods >= 1 and tau > 0")

    def rate(self, table: PayoffTable) -> Ratings:
        """Percentages. Raises InputError for payoffs that are no wins and losses."""
        evidence = head_to_head(table)
        periods = rating_periods(evidence, self.periods)
        found = glicko2(evidence, periods, self.tau)
        return Ratings(
            evidence.by_role(found.expected_share),
            "GXE, percent of games won against a random opponent",
            f"from Glicko-2, the games dealt evenly over {periods} rating periods, tau {self.tau:g}",
        )
