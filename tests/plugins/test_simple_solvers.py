"""The solvers that look at nothing but sizes, and what all solvers refuse."""

from __future__ import annotations

import pytest
from tables import ALIKE, DISTINCT, RPS, exact_table

from psrokit.api import IntegrityError, MetaSolver, PayoffTable
from psrokit.testing.meta_solver import check_meta_solver
from psrokit_plugins.meta_solvers.last import Last
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.meta_solvers.uniform import Uniform


@pytest.mark.parametrize("solver", [Nash(), Uniform(), Last()])
def test_every_solver_conforms(solver: MetaSolver) -> None:
    check_meta_solver(solver)


@pytest.mark.parametrize("solver", [Nash(), Uniform(), Last()])
def test_every_solver_refuses_holes_naming_the_cell(solver: MetaSolver) -> None:
    table = exact_table(ALIKE, RPS).grown((4, 4))
    with pytest.raises(IntegrityError, match=r"4 cells without games, the first is \(0, 3\)"):
        solver.solve(table)


@pytest.mark.parametrize("solver", [Nash(), Uniform(), Last()])
@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_every_solver_refuses_payoffs_that_are_no_numbers(solver: MetaSolver, bad: float) -> None:
    table = exact_table(DISTINCT, RPS).with_exact((1, 2), (bad, 0.0))
    with pytest.raises(IntegrityError, match=r"seat 0 in cell \(1, 2\) is (nan|inf)"):
        solver.solve(table)


@pytest.mark.parametrize("solver", [Nash(), Uniform(), Last()])
def test_every_solver_refuses_an_empty_table(solver: MetaSolver) -> None:
    with pytest.raises(IntegrityError, match="empty"):
        solver.solve(PayoffTable.empty(DISTINCT, (0, 2)))


def test_uniform_and_last_take_any_number_of_players() -> None:
    seats, sizes = ("a", "b", "b"), (2, 3, 3)
    table = PayoffTable.empty(seats, sizes)
    for profile in table.profiles():
        table = table.with_exact(profile, (0.0, 1.0, 5.0))
    assert {role: weights.tolist() for role, weights in Uniform().solve(table).weights.items()} == {
        "a": [1 / 2] * 2,
        "b": [1 / 3] * 3,
    }
    assert {role: weights.tolist() for role, weights in Last().solve(table).weights.items()} == {
        "a": [0.0, 1.0],
        "b": [0.0, 0.0, 1.0],
    }
