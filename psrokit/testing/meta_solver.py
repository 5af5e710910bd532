"""What every meta-solver must do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from psrokit.game import Floats, Role
from psrokit.meta import MetaSolver, MetaStrategy
from psrokit.payoff import PayoffTable
from psrokit.testing.comparing import leaving_alone, same
from psrokit.testing.generators import leaving_generators_alone, with_other_generators
from psrokit.testing.hot_starts import HotStartLaws
from psrokit.testing.refusals import RefusalLaws
from psrokit.testing.solutions import SolutionLaws
from psrokit.testing.solver_answers import CLOSE
from psrokit.testing.suite import claiming, expect, insist
from psrokit.testing.tables import (
    ALIKE,
    BIASED,
    PENALTIES,
    gains,
    general,
    general_sum_tables,
    joint_of,
    sampled,
    spread,
    value,
    zero_sum,
)

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_TOLERANCE = 1e-9
_SCALES = (1e-12, 1e-9, 1e9, 1e12)


@dataclass(frozen=True)
class MetaSolverSuite(RefusalLaws, HotStartLaws, SolutionLaws):
    """Checks a meta-solver on small tables, most of two seats where one gains what the other loses."""

    def gives_a_distribution_for_each_role(self) -> None:
        """One weight per policy, equal ones kept apart, none negative, adding up to 1; no role is left out."""
        for name, table in self._tables().items():
            strategy = self._answer(name)
            expect(set(strategy.weights) == set(table.seats), f"{name}: weights for {sorted(strategy.weights)}")
            for role, size in zip(table.seats, table.sizes, strict=True):
                weights = np.asarray(strategy.weights[role])
                expect(weights.shape == (size,), f"{name}: role {role} has {size} policies and weights {weights!r}")
                whole = np.all(weights >= 0) and abs(weights.sum() - 1) < _TOLERANCE
                expect(whole, f"{name}: no distribution: {weights!r}")

    def has_marginals_that_fit_its_joint_distribution(self) -> None:
        """Where it correlates the seats, the weights are what each seat sees of the joint distribution."""
        for name, table in self._tables().items():
            joint = joint_of(table, self._answer(name))
            expect(joint.shape == table.sizes, f"{name}: the joint distribution has shape {joint.shape}")
            for seat, role in enumerate(table.seats):
                marginal = joint.sum(axis=tuple(other for other in range(joint.ndim) if other != seat))
                same_weights = np.allclose(marginal, self._answer(name).weights[role], atol=_TOLERANCE)
                expect(same_weights, f"{name}: the marginal of seat {seat} is {marginal!r}")

    def gives_the_same_answer_again(self) -> None:
        """Equal tables have equal strategies, to the last bit."""
        for name in ("biased rock-paper-scissors", "penalties", "all ties", "near ties"):
            one, other = self._answer(name), self._solve(self._tables()[name])
            expect(same(one.weights, other.weights), f"{name}: first {one.weights!r}, then {other.weights!r}")

    def leaves_the_table_alone(self) -> None:
        """It reads the table and does not write into it."""
        for table in (zero_sum(BIASED, ALIKE), zero_sum(PENALTIES)):
            leaving_alone(table, self._solve)

    def leaves_the_global_generators_alone(self) -> None:
        """It does not move Python's and NumPy's global random state."""
        leaving_generators_alone(lambda: self._solve(zero_sum(BIASED, ALIKE)))

    def does_not_depend_on_the_global_generators(self) -> None:
        """Whatever was drawn elsewhere, the answer is the same."""
        here = self._answer("biased rock-paper-scissors")
        there = with_other_generators(lambda: self._solve(zero_sum(BIASED, ALIKE)))
        expect(same(here.weights, there.weights), f"{here.weights!r} became {there.weights!r}")

    def solves_payoffs_of_any_scale(self) -> None:
        """Payoffs of a million millionth or a million million have a strategy as well."""
        for scale in _SCALES:
            weights = self._solve(zero_sum(BIASED * scale, ALIKE)).weights["player"]
            expect(np.all(np.isfinite(weights)), f"no weights at scale {scale}")

    def proves_its_answer_with_finite_numbers(self) -> None:
        """Whatever its certificate says, it says with numbers."""
        for name in self._tables():
            certificate = self._answer(name).certificate
            expect(all(np.isfinite(number) for number in certificate.values()), f"{name}: {certificate}")

    def certifies_the_value_that_is_earned(self) -> None:
        """A `value` in the certificate is what seat 0 earns.

        One implementation reported the gain over the weakest opponent for the gain of the best deviation: 0.40 for a
        mixture that nobody can exploit.
        """
        for name, table, strategy in self._certified("value"):
            earned, said = value(table, strategy), strategy.certificate["value"]
            close = abs(said - earned) <= CLOSE * (spread(table) + abs(earned))
            expect(close, f"{name}: the value is said to be {said:.6g}, seat 0 earns {earned:.6g}")

    def certifies_a_gap_that_no_gain_exceeds(self) -> None:
        """No seat gains more by another policy than the `gap` in the certificate.

        General sums may look constant beside a large common part.
        """
        for name, table, strategy in self._certified("gap"):
            gap, worst = strategy.certificate["gap"], float(gains(table, strategy).max())
            expect(worst <= gap + CLOSE, f"{name}: gap {gap:.3g}, gain {worst:.3g}")

    def calls_unique_only_what_is(self) -> None:
        """Where there are several equilibria the certificate does not say `unique`."""
        for name in ("all ties", "duplicated policies", "a constant", "two best replies"):
            certificate = self._answer(name).certificate
            expect(not certificate.get("unique"), f"{name}: {certificate}")

    @claiming("flags_several")
    def flags_several_equilibria(self) -> None:
        """Where there are several equilibria the certificate has `unique` = 0."""
        for name in ("all ties", "duplicated policies", "a constant", "two best replies"):
            certificate = self._answer(name).certificate
            expect(certificate.get("unique") == 0, f"{name}: {certificate}")

    def plays_the_only_policy(self) -> None:
        """Who has one policy plays it."""
        for name in ("one row", "one cell"):
            weights = self._answer(name).weights["row"]
            expect(np.array_equal(weights, [1.0]), f"{name}: {weights!r}")

    def reads_means_and_not_sums(self) -> None:
        """Cells played unequally often weigh by their means: the answer is that of exact payoffs."""
        counts = np.array([[9, 4, 900], [4, 9, 17], [900, 17, 9]])
        uneven = self._solve(sampled(BIASED, counts, ALIKE)).weights["player"]
        even = self._solve(sampled(BIASED, np.full((3, 3), 9), ALIKE)).weights["player"]
        self._expect_close(even, uneven, "with unequal counts")

    def takes_rounded_antisymmetry(self) -> None:
        """Payoffs of alike seats that differ in the last digits only are no other game, and no error."""
        rounded = np.stack([BIASED / 3, -BIASED / 3 * (1 + 2e-16)])
        self._expect_close(
            self._solve(zero_sum(BIASED / 3, ALIKE)).weights["player"],
            self._solve(general(ALIKE, rounded)).weights["player"],
            "with rounded payoffs",
        )

    def treats_alike_seats_alike(self) -> None:
        """Exchanging seats of equal role changes no joint distribution: the mixture is one for both."""
        for name, table in self._tables().items():
            joint = joint_of(table, self._answer(name))
            if len(set(table.seats)) == 1:
                expect(np.allclose(joint, joint.T, atol=_TOLERANCE), f"{name}: {joint!r} is not symmetric")

    def does_not_care_which_seat_comes_first(self) -> None:
        """Renaming row player and column player exchanges their strategies."""
        plain = self._answer("penalties").weights
        swapped = self._solve(zero_sum(-PENALTIES.T)).weights
        self._expect_close(plain["row"], swapped["column"], "with the seats swapped")
        self._expect_close(plain["column"], swapped["row"], "with the seats swapped")

    def _certified(self, number: str) -> Iterator[tuple[str, PayoffTable, MetaStrategy]]:
        """Tables whose answers have that number in their certificates.

        Of general sums only games of alike seats are looked at: of others a solver may judge one seat alone.
        """
        found = [(name, table, self._answer(name)) for name, table in self._tables().items()]
        for name, table in general_sum_tables().items():
            strategy = self._solve_or_refuse(table) if table.seats == ALIKE else None
            found += [] if strategy is None else [(name, table, strategy)]
        return (each for each in found if number in each[2].certificate)

    def _expect_close(self, one: Floats, other: Floats, when: str) -> None:
        expect(np.allclose(one, other, atol=CLOSE), f"{one!r} became {other!r} {when}")


def suite(component: MetaSolver, place: Rehearsal | None = None, role: Role = "") -> MetaSolverSuite:
    """The suite for a meta-solver. It needs no experiment."""
    del place, role
    return MetaSolverSuite(component)


def check_meta_solver(solver: MetaSolver) -> None:
    """Raise LawBroken with all that `solver` does wrong."""
    insist(MetaSolverSuite(solver))
