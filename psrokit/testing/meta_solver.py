"""What every meta-solver must do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from psrokit.errors import IntegrityError, PsrokitError
from psrokit.game import Floats, Role
from psrokit.meta import MetaSolver, MetaStrategy
from psrokit.payoff import PayoffTable
from psrokit.seeds import generator
from psrokit.testing.playing import same
from psrokit.testing.suite import CheckFailed, ComponentSuite, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

ROCK_PAPER_SCISSORS = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])
_TOLERANCE = 1e-9
_SCALES = (1e-9, 1.0, 1e9)


@dataclass(frozen=True)
class MetaSolverSuite(ComponentSuite):
    """Checks a meta-solver on small tables of two seats, where one gains what the other loses."""

    def gives_a_distribution_for_each_role(self) -> None:
        """One weight per policy, none negative, adding up to 1; no role is left out."""
        for table in _tables():
            strategy = self._solve(table)
            expect(set(strategy.weights) == set(table.seats), f"there are weights for {sorted(strategy.weights)}")
            for role, size in zip(table.seats, table.sizes, strict=True):
                weights = np.asarray(strategy.weights[role])
                expect(weights.shape == (size,), f"role {role} has {size} policies and weights {weights!r}")
                expect(np.all(weights >= 0) and abs(weights.sum() - 1) < _TOLERANCE, f"no distribution: {weights!r}")

    def has_marginals_that_fit_its_joint_distribution(self) -> None:
        """Where it correlates the seats, the weights are what each seat sees of the joint distribution."""
        for table in _tables():
            strategy = self._solve(table)
            if strategy.joint is not None:
                marginal = strategy.joint.sum(axis=tuple(range(1, strategy.joint.ndim)))
                expect(np.allclose(marginal, strategy.weights[table.seats[0]]), "the marginals differ from the weights")

    def gives_the_same_answer_again(self) -> None:
        """Equal tables have equal strategies, to the last bit."""
        for table in _tables():
            one, other = self._solve(table), self._solve(table)
            expect(same(one.weights, other.weights), f"first {one.weights!r}, then {other.weights!r}")

    def leaves_the_table_alone(self) -> None:
        """It reads the table and does not write into it."""
        for table in _tables():
            before = {field.name: np.array(getattr(table, field.name)) for field in fields(table)}
            self._solve(table)
            after = {field.name: np.array(getattr(table, field.name)) for field in fields(table)}
            expect(same(before, after), "the table was changed")

    def solves_payoffs_of_any_scale(self) -> None:
        """Payoffs of a billionth or a billion have a strategy as well."""
        for scale in _SCALES:
            strategy = self._solve(_table(("player", "player"), ROCK_PAPER_SCISSORS * scale))
            expect(np.all(np.isfinite(strategy.weights["player"])), f"no weights at scale {scale}")

    def proves_its_answer_with_finite_numbers(self) -> None:
        """Whatever its certificate says, it says with numbers."""
        for table in _tables():
            certificate = self._solve(table).certificate
            expect(all(np.isfinite(value) for value in certificate.values()), f"the certificate is {certificate}")

    def refuses_a_table_with_holes(self) -> None:
        """A cell that was never played is an IntegrityError that names the cell, never a silent zero."""
        table = PayoffTable.empty(("row", "column"), (2, 2)).with_exact((0, 1), (1.0, -1.0))
        self._must_refuse(table, "(0, 0)")

    def refuses_payoffs_that_are_no_numbers(self) -> None:
        """NaN and infinity are an IntegrityError that names the cell."""
        for wrong in (np.nan, np.inf):
            payoffs = ROCK_PAPER_SCISSORS.copy()
            payoffs[1, 2] = wrong
            self._must_refuse(_table(("row", "column"), payoffs), "(1, 2)")

    def solves_or_refuses_three_seats(self) -> None:
        """A table it cannot solve is refused with a sentence; one that it can has an answer for every role."""
        table = PayoffTable.empty(("first", "second", "third"), (2, 2, 2))
        for number, profile in enumerate(list(table.profiles())):
            table = table.with_exact(profile, (float(number), 1.0, -float(number)))
        try:
            strategy = self.component.solve(table)
        except PsrokitError:
            return
        expect(set(strategy.weights) == set(table.seats), f"there are weights for {sorted(strategy.weights)} only")

    def _solve(self, table: PayoffTable) -> MetaStrategy:
        strategy = self.component.solve(table)
        expect(isinstance(strategy, MetaStrategy), f"the answer is no MetaStrategy: {strategy!r}")
        assert isinstance(strategy, MetaStrategy)
        return strategy

    def _must_refuse(self, table: PayoffTable, cell: str) -> None:
        try:
            answer = self.component.solve(table)
        except IntegrityError as error:
            expect(cell in str(error), f"the refusal does not name the cell {cell}: {error}")
        else:
            raise CheckFailed(f"it answered {answer!r}")


def suite(component: MetaSolver, place: Rehearsal, role: Role) -> MetaSolverSuite:
    """The suite for a meta-solver that an experiment names."""
    del place, role
    return MetaSolverSuite(component)


def check_meta_solver(solver: MetaSolver) -> None:
    """Raise CheckFailed with all that `solver` does wrong."""
    insist(MetaSolverSuite(solver))


def _tables() -> Iterator[PayoffTable]:
    yield _table(("player", "player"), ROCK_PAPER_SCISSORS)
    yield _table(("player", "player"), np.zeros((1, 1)))
    yield _table(("player", "player"), np.zeros((4, 4)))
    rng = generator("check", "tables")
    for rows, columns in ((1, 3), (4, 2), (5, 5)):
        yield _table(("row", "column"), rng.normal(size=(rows, columns)))


def _table(seats: tuple[str, str], payoffs: Floats) -> PayoffTable:
    """The table whose first seat gets `payoffs` and whose second seat loses them."""
    table = PayoffTable.empty(seats, payoffs.shape)
    for profile in list(table.profiles()):
        table = table.with_exact(profile, (payoffs[profile], -payoffs[profile]))
    return table
