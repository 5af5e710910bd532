"""What every rating must do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from psrokit.errors import IntegrityError, PsrokitError
from psrokit.game import Floats, Role
from psrokit.payoff import PayoffTable
from psrokit.rating import Rating, Ratings
from psrokit.testing.playing import same
from psrokit.testing.suite import CheckFailed, ComponentSuite, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_TOLERANCE = 1e-6
_PER_CELL = 60


@dataclass(frozen=True)
class RatingSuite(ComponentSuite):
    """Checks a rating on small tables of won, tied and lost games between policies of one role."""

    def gives_each_policy_a_finite_number(self) -> None:
        """One number per policy of each role, whatever the records are, and no policy left out."""
        for table in _tables():
            ratings = self._rate(table)
            expect(set(ratings.values) == set(table.seats), f"there are ratings for {sorted(ratings.values)}")
            values = ratings.values["player"]
            expect(values.shape == (table.sizes[0],), f"{table.sizes[0]} policies have the ratings {values!r}")

    def says_what_its_numbers_are(self) -> None:
        """A rating without units and method is no information."""
        ratings = self._rate(head_to_head([[0, 40], [20, 0]]))
        expect(ratings.units.strip() and ratings.method.strip(), "its units or its method are empty")

    def gives_deviations_that_fit(self) -> None:
        """Where it has standard deviations of its own, they have the shape of the ratings and are not negative."""
        for table in _tables():
            ratings = self._rate(table)
            for role, deviations in ratings.deviations.items():
                expect(deviations.shape == ratings.values[role].shape, "deviations have another shape than ratings")
                expect(np.all(deviations >= 0), f"a deviation is negative: {deviations!r}")

    def does_not_rate_the_loser_higher(self) -> None:
        """Of two policies the one that won most games has no lower number."""
        values = self._rate(head_to_head([[0, 45], [15, 0]])).values["player"]
        expect(values[0] >= values[1] - _TOLERANCE, f"45 wins and 15 losses give {values!r}")

    def treats_equal_records_equally(self) -> None:
        """Rock, paper and scissors, each winning as much as it loses, have one number."""
        cycle = head_to_head([[0, 15, 45], [45, 0, 15], [15, 45, 0]])
        values = self._rate(cycle).values["player"]
        expect(np.ptp(values) <= _TOLERANCE * max(1.0, float(np.abs(values).max())), f"the cycle has {values!r}")

    def does_not_depend_on_the_order_of_policies(self) -> None:
        """Reordered policies keep their numbers."""
        wins, order = _spread(), np.array([2, 0, 3, 1])
        before = self._rate(head_to_head(wins)).values["player"]
        after = self._rate(head_to_head(wins[np.ix_(order, order)])).values["player"]
        size = max(1.0, float(np.abs(before).max()))
        expect(np.allclose(before[order], after, atol=_TOLERANCE * size), f"{before[order]!r} became {after!r}")

    def gives_the_same_answer_again(self) -> None:
        """Equal tables have equal ratings, to the last bit."""
        for table in _tables():
            expect(same(self._rate(table).values, self._rate(table).values), "a second look gives other numbers")

    def leaves_the_table_alone(self) -> None:
        """It reads the table and does not write into it."""
        for table in _tables():
            before = {field.name: np.array(getattr(table, field.name)) for field in fields(table)}
            self._rate(table)
            after = {field.name: np.array(getattr(table, field.name)) for field in fields(table)}
            expect(same(before, after), "the table was changed")

    def rates_or_refuses_a_table_with_holes(self) -> None:
        """A pair that never met is no half-won pair: it is left out of the evidence, or refused with the cell."""
        table = head_to_head([[0, 40, 0], [20, 0, 35], [0, 25, 0]])
        try:
            ratings = self.component.rate(table)
        except IntegrityError as error:
            expect("(0, 2)" in str(error), f"the refusal does not name the cell (0, 2): {error}")
        else:
            expect(ratings.values["player"].shape == (3,), f"three policies have {ratings.values!r}")

    def refuses_payoffs_that_are_no_numbers(self) -> None:
        """NaN is an error of psrokit's own, never a rating."""
        table = head_to_head(_spread())
        total = table.total.copy()
        total[:, 1, 2] = total[:, 2, 1] = np.nan
        try:
            answer = self.component.rate(replace(table, total=total))
        except PsrokitError:
            return
        raise CheckFailed(f"it answered {answer!r}")

    def _rate(self, table: PayoffTable) -> Ratings:
        ratings = self.component.rate(table)
        expect(isinstance(ratings, Ratings), f"the answer is no Ratings: {ratings!r}")
        assert isinstance(ratings, Ratings)
        return ratings


def suite(component: Rating, place: Rehearsal | None = None, role: Role = "") -> RatingSuite:
    """The suite for a rating. No experiment names one, so it needs no place."""
    del place, role
    return RatingSuite(component)


def check_rating(rating: Rating) -> None:
    """Raise CheckFailed with all that `rating` does wrong."""
    insist(RatingSuite(rating))


def head_to_head(wins: Floats | list[list[int]], ties: Floats | list[list[int]] | None = None) -> PayoffTable:
    """A table of games between policies of one role, +1 for a win: `wins[i][j]` are those of i against j."""
    won = np.asarray(wins, dtype=np.int64)
    tied = np.zeros_like(won) if ties is None else np.asarray(ties, dtype=np.int64)
    games = won + won.T + tied
    total = np.stack([won - won.T, won.T - won]).astype(float)
    squares = np.stack([won + won.T] * 2).astype(float)
    exact = np.eye(len(won), dtype=np.bool_)
    return PayoffTable(
        ("player", "player"), games, total, squares, exact, games, np.stack([won, won.T]), tied, np.zeros_like(won)
    )


def _spread() -> Floats:
    return np.array([[0, 40, 31, 50], [20, 0, 33, 41], [29, 27, 0, 44], [10, 19, 16, 0]])


def _tables() -> Iterator[PayoffTable]:
    yield head_to_head([[0]])
    yield head_to_head(_spread())
    yield head_to_head([[0, _PER_CELL, _PER_CELL], [0, 0, _PER_CELL], [0, 0, 0]])
    yield head_to_head(np.zeros((3, 3)), ties=[[0, 10, 10], [10, 0, 10], [10, 10, 0]])
    yield head_to_head([[0, 4, 90], [6, 0, 30], [10, 270, 0]], ties=[[0, 0, 20], [0, 0, 0], [20, 0, 0]])
