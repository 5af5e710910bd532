"""What every rating must do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from psrokit.errors import IntegrityError, PsrokitError
from psrokit.game import Role
from psrokit.payoff import PayoffTable
from psrokit.rating import Rating
from psrokit.testing.comparing import leaving_alone, same
from psrokit.testing.games_won import (
    between,
    game_tables,
    head_to_head,
    spread_wins,
    ties_of_copies,
    with_part_of_a_game,
)
from psrokit.testing.rating_claims import TOLERANCE, RatingClaims, slack
from psrokit.testing.suite import LawBroken, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_COPIED = (0, 1, 2, 3, 1)


@dataclass(frozen=True)
class RatingSuite(RatingClaims):
    """Checks a rating on small tables of won, tied and lost games between policies of one role."""

    def gives_each_policy_a_finite_number(self) -> None:
        """One number per policy of each role, whatever the records are, and no policy left out."""
        for table in game_tables():
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
        for table in game_tables():
            ratings = self._rate(table)
            for role, deviations in ratings.deviations.items():
                expect(deviations.shape == ratings.values[role].shape, "deviations have another shape than ratings")
                expect(np.all(deviations >= 0), f"a deviation is negative: {deviations!r}")

    def does_not_rate_the_loser_higher(self) -> None:
        """Of two policies the one that won most games has no lower number."""
        values = self._values(head_to_head([[0, 45], [15, 0]]))
        expect(values[0] >= values[1] - TOLERANCE, f"45 wins and 15 losses give {values!r}")

    def treats_equal_records_equally(self) -> None:
        """Rock, paper and scissors, each winning as much as it loses, have one number."""
        cycle = head_to_head([[0, 15, 45], [45, 0, 15], [15, 45, 0]])
        values = self._values(cycle)
        expect(np.ptp(values) <= slack(values), f"the cycle has {values!r}")

    def gives_copies_one_number(self) -> None:
        """Two policies with the same results against everybody, and even between themselves, have one number."""
        values = self._values(head_to_head(spread_wins(_COPIED), ties_of_copies(_COPIED)))
        expect(abs(values[1] - values[4]) <= slack(values), f"policy 1 and its copy, the last, have {values!r}")

    def calls_nobody_better_where_all_tie(self) -> None:
        """Nothing but ties, one or a thousand a pair, gives one number to all, and the rating does not fail."""
        for size, ties in ((2, 1), (2, 10), (2, 1000), (3, 10)):
            values = self._values(head_to_head(np.zeros((size, size)), ties=ties - ties * np.eye(size)))
            expect(np.ptp(values) <= slack(values), f"{ties} ties between {size} policies give {values!r}")

    def keeps_the_order_where_counts_are_unequal(self) -> None:
        """Who wins three quarters against everybody below stays first, whoever met ten times as often."""
        values = self._values(head_to_head([[0, 300, 45], [100, 0, 30], [15, 10, 0]]))
        falls = np.diff(values) <= slack(values)
        expect(np.all(falls), f"the first beats the second, and both the third: {values!r}")

    def does_not_care_which_seat_comes_first(self) -> None:
        """Of two roles, naming the other one first changes nobody's number."""
        wins, losses = np.array([[30, 10, 25], [20, 35, 5]]), np.array([[10, 30, 15], [20, 5, 35]])
        plain = self._rate(between("row", "column", wins, losses))
        swapped = self._rate(between("column", "row", losses.T, wins.T))
        for role, values in plain.values.items():
            close = np.allclose(values, swapped.values[role], atol=slack(values))
            expect(close, f"{values!r} became {swapped.values[role]!r}")

    def is_surer_after_more_games(self) -> None:
        """Where it has standard deviations of its own, ten times the games of the same results leave no larger ones."""
        few, many = (self._rate(head_to_head(spread_wins() * times)).deviations for times in (1, 10))
        for role, deviations in few.items():
            expect(np.all(many[role] <= deviations + TOLERANCE), f"{deviations!r} became {many[role]!r}")

    def does_not_depend_on_the_order_of_policies(self) -> None:
        """Reordered policies keep their numbers."""
        wins, order = spread_wins(), np.array([2, 0, 3, 1])
        before = self._values(head_to_head(wins))
        after = self._values(head_to_head(wins[np.ix_(order, order)]))
        expect(np.allclose(before[order], after, atol=slack(before)), f"{before[order]!r} became {after!r}")

    def gives_the_same_answer_again(self) -> None:
        """Equal tables have equal ratings, to the last bit."""
        for table in game_tables():
            expect(same(self._rate(table).values, self._rate(table).values), "a second look gives other numbers")

    def reads_parts_of_games(self) -> None:
        """Resampled tables hold parts of games: a millionth of a game lost instead of won changes next to nothing."""
        before = self._values(head_to_head(spread_wins()))
        after = self._values(with_part_of_a_game(spread_wins()))
        expect(np.allclose(before, after, atol=10 * slack(before)), f"{before!r} became {after!r}")

    def leaves_the_table_alone(self) -> None:
        """It reads the table and does not write into it."""
        for table in game_tables():
            leaving_alone(table, self._rate)

    def rates_or_refuses_who_never_played(self) -> None:
        """A policy without games has a finite number like everybody, or the table is refused with the cell."""
        for wins in ([[0, 40, 0], [20, 0, 0], [0, 0, 0]], np.zeros((2, 2)), np.zeros((3, 3))):
            self._rates_or_refuses(head_to_head(wins))

    def rates_or_refuses_a_table_with_holes(self) -> None:
        """A pair that never met is no half-won pair: it is left out of the evidence, or refused with the cell."""
        self._rates_or_refuses(head_to_head([[0, 40, 0], [20, 0, 35], [0, 25, 0]]))

    def refuses_payoffs_that_are_no_numbers(self) -> None:
        """NaN is an error of psrokit's own, never a rating."""
        table = head_to_head(spread_wins())
        total = table.total.copy()
        total[:, 1, 2] = total[:, 2, 1] = np.nan
        try:
            answer = self.component.rate(replace(table, total=total))
        except PsrokitError:
            return
        raise LawBroken(f"it answered {answer!r}")

    def _rates_or_refuses(self, table: PayoffTable) -> None:
        cell, size = str(table.holes()[0]), table.sizes[0]
        try:
            values = self._values(table)
        except IntegrityError as error:
            expect(cell in str(error), f"the refusal does not name the cell {cell}: {error}")
        else:
            expect(values.shape == (size,), f"{size} policies have the ratings {values!r}")


def suite(component: Rating, place: Rehearsal | None = None, role: Role = "") -> RatingSuite:
    """The suite for a rating. No experiment names one, so it needs no place."""
    del place, role
    return RatingSuite(component)


def check_rating(rating: Rating) -> None:
    """Raise LawBroken with all that `rating` does wrong."""
    insist(RatingSuite(rating))
