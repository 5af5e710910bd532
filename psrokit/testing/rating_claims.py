"""The laws of what ratings claim: each is run where `claims` hold its word.

clone_invariant  copies of a policy move nobody's number
means_only       how often a pair met does not matter, only what was returned on average
monotone         who wins more of the same games gets no lower number
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.game import Floats
from psrokit.payoff import PayoffTable
from psrokit.rating import Ratings
from psrokit.testing.games_won import head_to_head, spread_wins, ties_of_copies
from psrokit.testing.suite import ComponentSuite, claiming, expect

TOLERANCE = 1e-6
"""Numbers of size 1 that differ by no more are equal."""


@dataclass(frozen=True)
class RatingClaims(ComponentSuite):
    """The laws of claims, about ratings of won, tied and lost games between policies of one role."""

    @claiming("clone_invariant")
    def is_not_moved_by_copies(self) -> None:
        """With a copy of a policy all others keep their numbers."""
        for copied in (0, 1, 3):
            with_copy = [0, 1, 2, 3, copied]
            before = self._values(head_to_head(spread_wins()))
            after = self._values(head_to_head(spread_wins(with_copy), ties_of_copies(with_copy)))
            expect(np.allclose(before, after[:4], atol=TOLERANCE), f"{before!r} became {after!r} by a copy of {copied}")

    @claiming("means_only")
    def reads_means_and_not_counts(self) -> None:
        """Pairs that met ten times as often with the same results change no number."""
        times = np.array([[1, 10, 1, 1], [10, 1, 1, 3], [1, 1, 1, 1], [1, 3, 1, 1]])
        before = self._values(head_to_head(spread_wins()))
        after = self._values(head_to_head(spread_wins() * times))
        expect(np.allclose(before, after, atol=TOLERANCE), f"{before!r} became {after!r}")

    @claiming("monotone")
    def rises_with_wins(self) -> None:
        """Who wins ten games that it had lost gets no lower number."""
        before = self._values(head_to_head(spread_wins()))
        for winner, loser in ((1, 0), (3, 1), (2, 3)):
            wins = spread_wins().copy()
            wins[winner, loser] += 10
            wins[loser, winner] -= 10
            after = self._values(head_to_head(wins))
            expect(after[winner] >= before[winner] - slack(before), f"{winner} fell from {before!r} to {after!r}")

    def _values(self, table: PayoffTable) -> Floats:
        return self._rate(table).values["player"]

    def _rate(self, table: PayoffTable) -> Ratings:
        ratings = self.component.rate(table)
        expect(isinstance(ratings, Ratings), f"the answer is no Ratings: {ratings!r}")
        assert isinstance(ratings, Ratings)
        return ratings


def slack(values: Floats) -> float:
    """By how much ratings of this size may differ and still be equal."""
    return TOLERANCE * max(1.0, float(np.abs(values).max()))
