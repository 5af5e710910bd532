"""Glicko-2 ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from psrokit.api import InputError, PayoffTable, Ratings, rating
from psrokit_plugins.statistics.glicko import glicko2, rating_periods
from psrokit_plugins.statistics.head_to_head import head_to_head


@rating("glicko2")
@dataclass(frozen=True)
class Glicko2:
    """Glickman's Glicko-2 (2013): everybody starts at 1500 with a deviation of 350.

    periods: rating periods, over which each pair's games are dealt evenly, since a table has no order of games. They
    are more, up to 50, where a policy would have over 100 games in one; beyond that all games count less.
    tau: how readily volatility changes.

    What a table's counts would become if its games were played on a ladder in that many periods; Showdown's ladder,
    whose periods are days, shows the same kind of number.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    periods: int = 10
    tau: float = 0.5

    def __post_init__(self) -> None:
        if self.periods < 1 or self.tau <= 0:
            raise InputError("glicko2 needs periods >= 1 and tau > 0")

    def rate(self, table: PayoffTable) -> Ratings:
        """Rating points and rating deviations. Raises InputError for payoffs that are no wins and losses."""
        evidence = head_to_head(table)
        periods = rating_periods(evidence, self.periods)
        found = glicko2(evidence, periods, self.tau)
        return Ratings(
            evidence.by_role(found.rating),
            "Glicko-2 points, start 1500",
            f"Glicko-2, the games dealt evenly over {periods} rating periods, tau {self.tau:g}",
            evidence.by_role(found.deviation),
        )
