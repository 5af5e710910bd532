"""What a meta-solver must refuse, and what it may refuse if it says why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.payoff import PayoffTable
from psrokit.testing.solver_answers import SolverAnswers
from psrokit.testing.suite import expect
from psrokit.testing.tables import ALIKE, ROCK_PAPER_SCISSORS, extreme_tables, general, symmetric, zero_sum


@dataclass(frozen=True)
class RefusalLaws(SolverAnswers):
    """Tables that are no games, and games that not every solver takes."""

    def refuses_a_table_with_holes(self) -> None:
        """A cell that was never played is an IntegrityError that names the cell, never a silent zero."""
        table = PayoffTable.empty(("row", "column"), (2, 2)).with_exact((0, 1), (1.0, -1.0))
        self._must_refuse(table, "(0, 0)")

    def refuses_payoffs_that_are_no_numbers(self) -> None:
        """NaN and infinity are an IntegrityError that names the cell."""
        for wrong in (np.nan, np.inf):
            payoffs = ROCK_PAPER_SCISSORS.copy()
            payoffs[1, 2] = wrong
            self._must_refuse(zero_sum(payoffs), "(1, 2)")

    def refuses_an_empty_table(self) -> None:
        """No policies, no mixture: an IntegrityError that says so."""
        self._must_refuse(PayoffTable.empty(("row", "column"), (0, 2)), "empty")

    def refuses_alike_seats_that_are_not_alike(self) -> None:
        """Where exchanging seats of one role changes payoffs there is no common mixture: an error names the cell."""
        for scale in (1e-12, 1.0, 1e12):
            payoffs = np.stack([ROCK_PAPER_SCISSORS, -ROCK_PAPER_SCISSORS]) * scale
            payoffs[0, 0, 1] += scale / 2
            self._must_refuse(general(ALIKE, payoffs), "(0, 1)")
        three = self._solve_or_refuse(general(("player",) * 3, np.arange(24.0).reshape(3, 2, 2, 2)))
        expect(three is None, f"three seats whose payoffs do not mirror have the answer {three!r}")

    def solves_or_refuses_three_seats(self) -> None:
        """A table it cannot solve is refused with a sentence; one that it can has an answer for every role."""
        payoffs = np.stack([np.arange(8.0), np.ones(8), -np.arange(8.0)]).reshape(3, 2, 2, 2)
        table = general(("first", "second", "third"), payoffs)
        strategy = self._solve_or_refuse(table)
        if strategy is not None:
            sizes = {role: np.shape(weights) for role, weights in strategy.weights.items()}
            expect(sizes == dict.fromkeys(table.seats, (2,)), f"there are weights of the shapes {sizes}")

    def solves_or_refuses_general_sums(self) -> None:
        """A table in which both can win is answered for both, or refused with the names of solvers that take it."""
        strategy = self._solve_or_refuse(symmetric(np.array([[6.0, 2.0], [7.0, 0.0]])))
        expect(strategy is None or strategy.weights["player"].shape == (2,), f"the answer is {strategy!r}")

    def solves_or_refuses_any_magnitude(self) -> None:
        """Payoffs of 1e-300 or 1e300 have a distribution for an answer, or are refused with a sentence."""
        for name, table in extreme_tables().items():
            strategy = self._solve_or_refuse(table)
            sums = [float(weights.sum()) for weights in strategy.weights.values()] if strategy else []
            expect(np.allclose(sums, 1.0), f"{name}: weights that sum to {sums}")
