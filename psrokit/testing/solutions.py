"""The laws of what meta-solvers claim: each is run where the solver's `claims` hold its word.

equilibrium       a Nash equilibrium of every two-player constant-sum table, to 1e-6 of the scale
general_sum       a Nash equilibrium of every two-player table
converges         at most 0.05 of the scale from an equilibrium of small constant-sum tables
correlated        a joint strategy from which no seat gains by always playing one policy instead
anonymous         policies are known by their payoffs alone, not by their place in the table
affine_invariant  a positive factor and a constant change no answer
clone_invariant   where the equilibrium is unique, a copy of a policy shares its weight and moves no other
flags_several     a certificate that says `unique` = 0 where there are several equilibria
undominated       strictly dominated policies get no weight
monotone          a policy never gets more weight than one that earns at least as much against everybody
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from psrokit.payoff import PayoffTable
from psrokit.testing.solver_answers import CLOSE, SolverAnswers
from psrokit.testing.suite import claiming, expect
from psrokit.testing.tables import (
    ALIKE,
    BIASED,
    BIASED_ANSWER,
    DILEMMA,
    EXTREMES,
    PENALTIES,
    extreme_tables,
    gains,
    general_sum_tables,
    symmetric,
    value,
    zero_sum,
)

_NEAR = 0.05
_ORDER = np.array([2, 0, 1])


@dataclass(frozen=True)
class SolutionLaws(SolverAnswers):
    """The laws of claims, about the answers to tables of two seats."""

    @claiming("equilibrium")
    def leaves_no_gain_in_constant_sum_games(self) -> None:
        """No seat gains by another policy, also in degenerate, tied, duplicated and badly scaled tables.

        One implementation gave its dynamics the second player's payoffs transposed and ended at a NashConv of 2.98.
        """
        for name, table in self._tables().items():
            worst = float(gains(table, self._answer(name)).max())
            expect(worst <= CLOSE, f"{name}: a seat gains {worst:.3g} of the scale")

    @claiming("equilibrium")
    def finds_the_known_equilibria(self) -> None:
        """(2, 3, 1) / 6 in biased rock-paper-scissors; value 1/3 in the penalty game."""
        weights = self._answer("biased rock-paper-scissors").weights["player"]
        expect(np.allclose(weights, BIASED_ANSWER, atol=CLOSE), f"biased rock-paper-scissors: {weights!r}")
        found = value(zero_sum(PENALTIES), self._answer("penalties"))
        expect(abs(found - 1 / 3) <= CLOSE, f"the value of the penalty game is {found}")

    @claiming("equilibrium")
    def leaves_no_gain_at_any_scale(self) -> None:
        """Multiplied by 1e-12 to 1e12 a game has the same equilibrium, and it is found."""
        for scale in (1e-12, 1e-6, 1e6, 1e12):
            table = zero_sum(BIASED * scale, ALIKE)
            worst = float(gains(table, self._solve(table)).max())
            expect(worst <= CLOSE, f"at scale {scale} a seat gains {worst:.3g} of it")

    @claiming("equilibrium")
    def answers_or_fails_aloud_at_any_magnitude(self) -> None:
        """At 1e-300 and 1e300, where methods fail, it has an equilibrium or an error, never another answer."""
        for name, table in extreme_tables().items():
            strategy = self._solve_or_refuse(table)
            worst = float(gains(table, strategy).max()) if strategy else 0.0
            expect(worst <= CLOSE, f"{name}: a seat gains {worst:.3g} of the scale")

    @claiming("general_sum")
    def leaves_no_gain_in_general_sum_games(self) -> None:
        """No seat gains by another policy."""
        for name, table in general_sum_tables().items():
            worst = float(gains(table, self._solve(table)).max())
            expect(worst <= CLOSE, f"{name}: a seat gains {worst:.3g} of the scale")

    @claiming("general_sum")
    def weighs_the_diagonal_like_the_rest(self) -> None:
        """(1/2, 1/2) in the symmetric game [[0, 3], [1, 2]]: who halves what is off the diagonal answers (0, 1)."""
        weights = self._solve(general_sum_tables()["halved"]).weights["player"]
        expect(np.allclose(weights, 0.5, atol=CLOSE), f"the weights are {weights!r}")

    @claiming("converges")
    def comes_close_to_equilibria(self) -> None:
        """The gap in small constant-sum tables is small, that of the second player's payoffs included."""
        for name, table in self._tables().items():
            worst = float(gains(table, self._answer(name)).max())
            expect(worst <= _NEAR, f"{name}: a seat gains {worst:.3g} of the scale")

    @claiming("correlated")
    def leaves_no_deviation_a_gain(self) -> None:
        """Against the joint draws of the others no seat gains by always playing one policy."""
        for name, table in [*self._tables().items(), *general_sum_tables().items()]:
            worst = float(gains(table, self._solve(table)).max())
            expect(worst <= CLOSE, f"{name}: a seat gains {worst:.3g} of the scale")

    @claiming("anonymous")
    def does_not_depend_on_the_order_of_policies(self) -> None:
        """Reordered policies keep their weights."""
        before = self._answer("biased rock-paper-scissors").weights["player"]
        after = self._solve(zero_sum(BIASED[np.ix_(_ORDER, _ORDER)], ALIKE)).weights["player"]
        expect(np.allclose(before[_ORDER], after, atol=CLOSE), f"{before[_ORDER]!r} became {after!r}")

    @claiming("anonymous")
    def treats_equal_policies_equally(self) -> None:
        """What cannot be told apart has equal weight: copies, rock, paper and scissors, everything where all tie."""
        for name, alike in {
            "duplicated policies": [0, 3, 4],
            "rock-paper-scissors": [0, 1, 2],
            "all ties": [0, 1, 2, 3],
        }.items():
            weights = self._answer(name).weights["player"]
            expect(np.ptp(weights[alike]) <= CLOSE, f"{name}: {weights!r}")

    @claiming("affine_invariant")
    def does_not_depend_on_units(self) -> None:
        """Payoffs times 7 plus 3, and those of 1e9 times the size, have the same answer."""
        plain = self._answer("penalties").weights
        for changed in (PENALTIES * 7 + 3, PENALTIES * 1e9, PENALTIES * 1e-9 - 1e-9):
            weights = self._solve(zero_sum(changed)).weights
            for role, its in plain.items():
                expect(np.allclose(its, weights[role], atol=CLOSE), f"{its!r} became {weights[role]!r}")

    @claiming("clone_invariant")
    def shares_weight_among_clones(self) -> None:
        """Copies of a policy together have the weight that it had alone, and every other policy keeps its own."""
        for original in range(3):
            copied = [0, 1, 2, original, original]
            weights = self._solve(zero_sum(BIASED[np.ix_(copied, copied)], ALIKE)).weights["player"]
            together = weights[:3].copy()
            together[original] += weights[3:].sum()
            expect(np.allclose(together, BIASED_ANSWER, atol=CLOSE), f"with copies of {original}: {weights!r}")

    @claiming("undominated")
    def gives_dominated_policies_nothing(self) -> None:
        """What is worse whatever the others do is not played."""
        column = self._answer("penalties").weights["column"]
        expect(column[2] <= CLOSE, f"the dominated third column has the weight {column[2]:.3g}")
        for table in self._dominated():
            weights = self._solve(table).weights["player"]
            expect(weights[0] <= CLOSE, f"the dominated first policy has the weight {weights[0]:.3g}")

    @claiming("undominated")
    def takes_no_failure_for_undominated(self) -> None:
        """Where numerical methods fail it refuses: a failed linear program has not shown that nothing dominates.

        One implementation got nothing from a program that failed, and took that for "not dominated".
        """
        for scale in EXTREMES:
            for table in self._dominated(scale):
                strategy = self._solve_or_refuse(table)
                weight = strategy.weights["player"][0] if strategy else 0.0
                expect(weight <= CLOSE, f"at scale {scale:g} the dominated policy has the weight {weight:.3g}")

    @claiming("monotone")
    def gives_the_better_policy_no_less(self) -> None:
        """On a ladder of skill the weights rise with the skill: who kept the worst policies would be found out here."""
        skill = np.array([0.0, 1.0, 3.0, 2.0])
        weights = self._solve(zero_sum(np.tanh(skill[:, np.newaxis] - skill), ALIKE)).weights["player"]
        rises = np.diff(weights[np.argsort(skill)])
        expect(np.all(rises >= -CLOSE), f"skills {skill!r} have the weights {weights!r}")

    def _dominated(self, scale: float = 1.0) -> Iterator[PayoffTable]:
        yield zero_sum(np.array([[0.0, -2.0], [2.0, 0.0]]) * scale, ALIKE)
        if {"general_sum", "correlated"} & set(self.component.claims):
            yield symmetric(DILEMMA * scale)
