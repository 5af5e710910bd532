"""Joint play of tables with holes: its gap holds for all completions and is the least one; what equilibria can pay."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from psrokit.api import Floats
from psrokit_plugins.analysis.joint_numbers import CCE, CE, JointKind
from psrokit_plugins.statistics.cautious_joint import cautious_joint, gap_if_least
from psrokit_plugins.statistics.completions import Incomplete, completions
from psrokit_plugins.statistics.equilibrium_payoffs import equilibrium_payoffs
from psrokit_plugins.tables.payoffs import table_of_payoffs

KINDS = pytest.mark.parametrize("kind", [CE, CCE], ids=lambda kind: kind.name)
CHICKEN = np.array([[[0.0, 7.0], [2.0, 6.0]], [[0.0, 2.0], [7.0, 6.0]]]) / 7
SIZES = ((2, 3), (3, 3), (2, 2, 2), (4, 4))


def tables(count: int = 8) -> Iterator[Incomplete]:
    """Payoffs of 2 and 3 players, one to three profiles missing."""
    rng = np.random.default_rng(0)
    for number in range(count):
        sizes = SIZES[number % len(SIZES)]
        payoffs = rng.uniform(-1, 1, (len(sizes), *sizes))
        holes = rng.choice(int(np.prod(sizes)), size=1 + number % 3, replace=False)
        payoffs.reshape(len(sizes), -1)[:, holes] = np.nan
        yield Incomplete.of(table_of_payoffs([f"p{seat}" for seat in range(len(sizes))], payoffs))


def worst_gap(kind: JointKind, table: Incomplete, joint: Floats) -> float:
    return kind.gap(joint, table.low, table.high)[1]


@KINDS
def test_no_completion_lets_deviations_gain_more_and_one_lets_them_gain_as_much(kind: JointKind) -> None:
    rng = np.random.default_rng(1)
    for table in tables():
        joint = cautious_joint(table, kind.deviations)
        most = worst_gap(kind, table, joint)
        assert joint.sum() == pytest.approx(1)
        assert not joint[(table.low < table.high).any(axis=0)].any()
        for means in completions(table, 30, rng):
            assert kind.gap(joint, means, means)[1] <= most + 1e-9
        assert kind.gap(joint, table.high, table.high)[1] == pytest.approx(most, abs=1e-9)


def gain_of_plan(payoffs: Floats, seat: int, plan: tuple[int, ...], cell: tuple[int, ...]) -> float:
    """What a seat gains in one profile by playing plan[own] for its own policy."""
    other = (*cell[:seat], plan[cell[seat]], *cell[seat + 1 :])
    return float(payoffs[(seat, *other)] - payoffs[(seat, *cell)])


@KINDS
def test_no_joint_play_of_known_profiles_has_a_smaller_gap(kind: JointKind) -> None:
    """Beside a linear program with a row for each choice of whole plans of all seats, on small tables."""
    for table in list(tables(6)):
        sizes = table.low.shape[1:]
        if np.prod([size**size for size in sizes]) > 200:
            continue
        cells = [
            cell
            for cell in product(*map(range, sizes))
            if (table.low[(slice(None), *cell)] == table.high[(slice(None), *cell)]).all()
        ]
        plans = [
            list(product(range(size), repeat=size))
            if kind is CE
            else [tuple(range(size)), *([own] * size for own in range(size))]
            for size in sizes
        ]
        rows = [
            [
                sum(gain_of_plan(table.high, seat, tuple(plan), cell) for seat, plan in enumerate(chosen))
                for cell in cells
            ]
            for chosen in product(*plans)
        ]
        least = linprog(
            np.append(np.zeros(len(cells)), 1.0),
            A_ub=np.column_stack([rows, -np.ones(len(rows))]),
            b_ub=np.zeros(len(rows)),
            A_eq=np.append(np.ones(len(cells)), 0.0)[np.newaxis],
            b_eq=[1.0],
        )
        assert worst_gap(kind, table, cautious_joint(table, kind.deviations)) == pytest.approx(least.fun, abs=1e-7)


@KINDS
def test_of_joint_plays_with_the_least_gap_the_best_paid_is_taken(kind: JointKind) -> None:
    """A pure coordination game: both conventions are equilibria whatever the far corner holds, one pays more."""
    payoffs = np.zeros((2, 3, 3))
    payoffs[:, 0, 0], payoffs[:, 1, 1] = 1.0, 0.9
    payoffs[:, 2, 2] = np.nan
    table = Incomplete.of(table_of_payoffs(("row", "column"), payoffs))
    joint = cautious_joint(table, kind.deviations)
    assert joint[0, 0] == pytest.approx(1)
    assert worst_gap(kind, table, joint) == pytest.approx(0, abs=1e-8)


@KINDS
def test_every_equilibrium_of_every_completion_is_paid_within_the_bounds(kind: JointKind) -> None:
    rng = np.random.default_rng(2)
    for table in tables():
        seats = len(table.low)
        for shares in (np.ones(seats), np.eye(seats)[0]):
            low, high = equilibrium_payoffs(table, kind.deviations, shares, None)
            for means in completions(table, 10, rng):
                ends = paid_by_equilibria(kind, means, shares)
                assert low - 1e-7 <= ends[0]
                assert ends[1] <= high + 1e-7


@KINDS
def test_what_equilibria_of_a_complete_table_pay_is_exact(kind: JointKind) -> None:
    means = np.random.default_rng(3).uniform(-1, 1, (2, 3, 4))
    table = Incomplete.of(table_of_payoffs(("row", "column"), means))
    ends = equilibrium_payoffs(table, kind.deviations, np.ones(2), None)
    assert ends == pytest.approx(paid_by_equilibria(kind, means, np.ones(2)), abs=1e-7)


@KINDS
def test_a_constant_sum_of_three_is_kept_in_the_holes(kind: JointKind) -> None:
    """What all are paid is known then, and what one is paid is known better."""
    rng = np.random.default_rng(4)
    payoffs = rng.uniform(-0.5, 0.5, (3, 2, 2, 2))
    payoffs[2] = 0.3 - payoffs[:2].sum(axis=0)
    payoffs[:, 1, 0, 1] = np.nan
    table = Incomplete.of(table_of_payoffs(("a", "b", "c"), payoffs))
    assert equilibrium_payoffs(table, kind.deviations, np.ones(3), 0.3) == pytest.approx((0.3, 0.3), abs=1e-7)
    low, high = equilibrium_payoffs(table, kind.deviations, np.eye(3)[2], 0.3)
    loose = equilibrium_payoffs(table, kind.deviations, np.eye(3)[2], None)
    assert loose[0] - 1e-9 <= low <= high <= loose[1] + 1e-9
    for first, second in rng.uniform(-0.3, 0.5, (20, 2)):
        means = np.where(np.isnan(payoffs), np.reshape([first, second, 0.3 - first - second], (3, 1, 1, 1)), payoffs)
        ends = paid_by_equilibria(kind, means, np.eye(3)[2])
        assert low - 1e-7 <= ends[0]
        assert ends[1] <= high + 1e-7


def paid_by_equilibria(kind: JointKind, means: Floats, shares: Floats) -> tuple[float, float]:
    gains = kind.deviations.rows(means, means)
    amount = np.tensordot(shares, means, axes=1).ravel()
    ends = [
        linprog(
            sign * amount, A_ub=gains, b_ub=np.zeros(gains.shape[0]), A_eq=np.ones((1, amount.size)), b_eq=[1.0]
        ).fun
        for sign in (1, -1)
    ]
    return float(ends[0]), -float(ends[1])


@KINDS
def test_to_know_that_a_profile_pays_least_never_widens_the_gap(kind: JointKind) -> None:
    """And it is the gap of the table in which that is known."""
    for table in tables():
        now = worst_gap(kind, table, cautious_joint(table, kind.deviations))
        for hole in table.holes:
            known = np.where(table.low == table.high, table.low, np.nan)
            known[(slice(None), *hole)] = table.low[(slice(None), *hole)]
            after = Incomplete.of(table_of_payoffs(table.seats, known))
            found = gap_if_least(table, kind.deviations, hole)
            assert found == pytest.approx(worst_gap(kind, after, cautious_joint(after, kind.deviations)), abs=1e-7)
            assert found <= now + 1e-7
