"""What every rating must do, and the laws of what ratings claim: each is run where `claims` hold its word.

clone_invariant  copies of a policy move nobody's number
means_only       how often a pair met does not matter, only what was returned on average
monotone         who wins more of the same games gets no lower number
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from psrokit.errors import IntegrityError, PsrokitError
from psrokit.game import Role
from psrokit.payoff import PayoffTable
from psrokit.rating import Rating, Ratings
from psrokit.testing.games_won import (
    between,
    game_tables,
    head_to_head,
    spread_wins,
    ties_of_copies,
    with_part_of_a_game,
)
from psrokit.testing.playing import same
from psrokit.testing.suite import CheckFailed, ComponentSuite, claiming, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_TOLERANCE = 1e-6
_LITTLE = 1e-5
_COPIED = (0, 1, 2, 3, 1)


@dataclass(frozen=True)
class RatingSuite(ComponentSuite):
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
        values = self._rate(head_to_head([[0, 45], [15, 0]])).values["player"]
        expect(values[0] >= values[1] - _TOLERANCE, f"45 wins and 15 losses give {values!r}")

    def treats_equal_records_equally(self) -> None:
        """Rock, paper and scissors, each winning as much as it loses, have one number."""
        cycle = head_to_head([[0, 15, 45], [45, 0, 15], [15, 45, 0]])
        values = self._rate(cycle).values["player"]
        expect(np.ptp(values) <= _TOLERANCE * max(1.0, float(np.abs(values).max())), f"the cycle has {values!r}")

    def gives_copies_one_number(self) -> None:
        """Two policies with the same results against everybody, and even between themselves, have one number."""
        values = self._rate(head_to_head(spread_wins(_COPIED), ties_of_copies(_COPIED))).values["player"]
        size = max(1.0, float(np.abs(values).max()))
        expect(abs(values[1] - values[4]) <= _TOLERANCE * size, f"policy 1 and its copy, the last, have {values!r}")

    def calls_nobody_better_where_all_tie(self) -> None:
        """Nothing but ties gives one number to all."""
        values = self._rate(head_to_head(np.zeros((3, 3)), ties=10 - 10 * np.eye(3))).values["player"]
        expect(np.ptp(values) <= _TOLERANCE * max(1.0, float(np.abs(values).max())), f"all ties give {values!r}")

    def keeps_the_order_where_counts_are_unequal(self) -> None:
        """Who wins three quarters against everybody below stays first, whoever met ten times as often."""
        values = self._rate(head_to_head([[0, 300, 45], [100, 0, 30], [15, 10, 0]])).values["player"]
        falls = np.diff(values) <= _TOLERANCE * max(1.0, float(np.abs(values).max()))
        expect(np.all(falls), f"the first beats the second, and both the third: {values!r}")

    def does_not_care_which_seat_comes_first(self) -> None:
        """Of two roles, naming the other one first changes nobody's number."""
        wins, losses = np.array([[30, 10, 25], [20, 35, 5]]), np.array([[10, 30, 15], [20, 5, 35]])
        plain = self._rate(between("row", "column", wins, losses))
        swapped = self._rate(between("column", "row", losses.T, wins.T))
        for role, values in plain.values.items():
            size = max(1.0, float(np.abs(values).max()))
            close = np.allclose(values, swapped.values[role], atol=_TOLERANCE * size)
            expect(close, f"{values!r} became {swapped.values[role]!r}")

    def is_surer_after_more_games(self) -> None:
        """Where it has standard deviations of its own, ten times the games of the same results leave no larger ones."""
        few, many = (self._rate(head_to_head(spread_wins() * times)).deviations for times in (1, 10))
        for role, deviations in few.items():
            expect(np.all(many[role] <= deviations + _TOLERANCE), f"{deviations!r} became {many[role]!r}")

    @claiming("clone_invariant")
    def is_not_moved_by_copies(self) -> None:
        """With a copy of a policy all others keep their numbers."""
        for copied in (0, 1, 3):
            with_copy = [0, 1, 2, 3, copied]
            before = self._rate(head_to_head(spread_wins())).values["player"]
            after = self._rate(head_to_head(spread_wins(with_copy), ties_of_copies(with_copy))).values["player"]
            expect(
                np.allclose(before, after[:4], atol=_TOLERANCE), f"{before!r} became {after!r} by a copy of {copied}"
            )

    @claiming("means_only")
    def reads_means_and_not_counts(self) -> None:
        """Pairs that met ten times as often with the same results change no number."""
        times = np.array([[1, 10, 1, 1], [10, 1, 1, 3], [1, 1, 1, 1], [1, 3, 1, 1]])
        before = self._rate(head_to_head(spread_wins())).values["player"]
        after = self._rate(head_to_head(spread_wins() * times)).values["player"]
        expect(np.allclose(before, after, atol=_TOLERANCE), f"{before!r} became {after!r}")

    @claiming("monotone")
    def rises_with_wins(self) -> None:
        """Who wins ten games that it had lost gets no lower number."""
        before = self._rate(head_to_head(spread_wins())).values["player"]
        for winner, loser in ((1, 0), (3, 1), (2, 3)):
            wins = spread_wins().copy()
            wins[winner, loser] += 10
            wins[loser, winner] -= 10
            after = self._rate(head_to_head(wins)).values["player"]
            slack = _TOLERANCE * max(1.0, float(np.abs(before).max()))
            expect(after[winner] >= before[winner] - slack, f"{winner} fell from {before!r} to {after!r}")

    def does_not_depend_on_the_order_of_policies(self) -> None:
        """Reordered policies keep their numbers."""
        wins, order = spread_wins(), np.array([2, 0, 3, 1])
        before = self._rate(head_to_head(wins)).values["player"]
        after = self._rate(head_to_head(wins[np.ix_(order, order)])).values["player"]
        size = max(1.0, float(np.abs(before).max()))
        expect(np.allclose(before[order], after, atol=_TOLERANCE * size), f"{before[order]!r} became {after!r}")

    def gives_the_same_answer_again(self) -> None:
        """Equal tables have equal ratings, to the last bit."""
        for table in game_tables():
            expect(same(self._rate(table).values, self._rate(table).values), "a second look gives other numbers")

    def reads_parts_of_games(self) -> None:
        """Resampled tables hold parts of games: a millionth of a game lost instead of won changes next to nothing."""
        before = self._rate(head_to_head(spread_wins())).values["player"]
        after = self._rate(with_part_of_a_game(spread_wins())).values["player"]
        close = np.allclose(before, after, atol=_LITTLE * max(1.0, float(np.abs(before).max())))
        expect(close, f"{before!r} became {after!r}")

    def leaves_the_table_alone(self) -> None:
        """It reads the table and does not write into it."""
        for table in game_tables():
            before = {field.name: np.array(getattr(table, field.name)) for field in fields(table)}
            self._rate(table)
            after = {field.name: np.array(getattr(table, field.name)) for field in fields(table)}
            expect(same(before, after), "the table was changed")

    def takes_ties_for_games(self) -> None:
        """Where all games were tied, one or a thousand, both have one number, and the rating does not fail."""
        for ties in (1, 10, 1000):
            pair = self._rate(head_to_head(np.zeros((2, 2)), ties=ties - ties * np.eye(2))).values["player"]
            expect(np.ptp(pair) <= _TOLERANCE * max(1.0, float(np.abs(pair).max())), f"{ties} ties give {pair!r}")

    def rates_or_refuses_who_never_played(self) -> None:
        """A policy without games has a finite number like everybody, or the table is refused with the cell."""
        for wins in ([[0, 40, 0], [20, 0, 0], [0, 0, 0]], np.zeros((2, 2)), np.zeros((3, 3))):
            table = head_to_head(wins)
            cell = str(table.holes()[0])
            try:
                ratings = self._rate(table)
            except IntegrityError as error:
                expect(cell in str(error), f"the refusal does not name the cell {cell}: {error}")
            else:
                values = ratings.values["player"]
                expect(values.shape == (len(wins),), f"{len(wins)} policies have the ratings {values!r}")

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
        table = head_to_head(spread_wins())
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
