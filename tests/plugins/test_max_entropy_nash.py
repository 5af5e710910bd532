"""Maximum-entropy equilibria and Nash averages: the most even equilibrium, certified, and no other for equal games."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from adversarial import FAMILIES, adversarial, antisymmetric
from scipy.optimize import minimize
from tables import ALIKE, DISTINCT, RPS, exact_table

from psrokit.api import Floats, InputError, PayoffTable
from psrokit.testing import check_meta_solver
from psrokit_plugins.linear_programs.max_entropy import max_entropy_symmetric, max_entropy_zero_sum
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric, solve_zero_sum
from psrokit_plugins.meta_solvers.max_entropy_nash import MaxEntropyNash, entropy
from psrokit_plugins.meta_solvers.nash_averaging import NashAveraging


def optimal_vertices(game: Floats, value: float) -> Floats:
    """All vertices of the row player's optimal strategies, by trying every set of tight constraints."""
    rows, columns = game.shape
    bounds = np.vstack([(game - value).T, np.eye(rows)])  # each must be >= 0
    found: list[Floats] = []
    for tight in combinations(range(rows + columns), rows - 1):
        system = np.vstack([bounds[list(tight)], np.ones(rows)])
        if abs(np.linalg.det(system)) > 1e-9:
            vertex = np.linalg.solve(system, np.eye(rows)[-1])
            if (bounds @ vertex).min() > -1e-9 and not any(np.allclose(vertex, other) for other in found):
                found.append(np.maximum(vertex, 0))
    return np.array(found)


def most_entropy(vertices: Floats) -> float:
    """The largest entropy of a mixture of the vertices, by a general-purpose optimiser from several starts."""

    def loss(logits: Floats) -> float:
        shares = np.exp(logits - logits.max())
        return -entropy(shares / shares.sum() @ vertices)

    starts = np.random.default_rng(0).normal(size=(4, len(vertices)))
    return max(-float(minimize(loss, start, method="BFGS", options={"gtol": 1e-10}).fun) for start in starts)


@pytest.mark.parametrize("number", range(40))
def test_no_equilibrium_has_more_entropy(number: int) -> None:
    rng = np.random.default_rng(number)
    game = rng.integers(-1, 2, size=rng.integers(2, 6, size=2)).astype(float)
    saddle, even = max_entropy_zero_sum(game)
    value = solve_zero_sum(game).value
    assert even
    assert saddle.gap <= 1e-9
    assert entropy(saddle.row) == pytest.approx(most_entropy(optimal_vertices(game, value)), abs=1e-6)
    assert entropy(saddle.column) == pytest.approx(most_entropy(optimal_vertices(-game.T, -value)), abs=1e-6)


@pytest.mark.parametrize("family", FAMILIES)
def test_adversarial_games_are_certified_and_no_less_even_than_a_vertex(family: str) -> None:
    for number in range(12):
        for solve, plain, game in (
            (max_entropy_zero_sum, solve_zero_sum, adversarial(family, number)),
            (max_entropy_symmetric, solve_symmetric, antisymmetric(family, number)),
        ):
            (saddle, _), vertex = solve(game), plain(game)
            assert saddle.gap <= 1e-9
            mine, theirs = (entropy(each.row) + entropy(each.column) for each in (saddle, vertex))
            assert mine >= theirs - 1e-5  # within the gap, a vertex may use more than an equilibrium does


def test_degenerate_and_constant_games() -> None:
    for size in (1, 4):
        assert MaxEntropyNash().solve(exact_table(ALIKE, np.zeros((size, size)))).weights["player"] == pytest.approx(
            np.full(size, 1 / size)
        )
    twice = np.kron(np.eye(2), RPS).astype(np.float64)  # two cycles that tie with each other
    assert MaxEntropyNash().solve(exact_table(ALIKE, twice)).weights["player"] == pytest.approx(np.full(6, 1 / 6))
    best = MaxEntropyNash().solve(exact_table(DISTINCT, [[1.0, 1.0], [1.0, 1.0], [0.0, 2.0]]))
    assert best.weights["row"] == pytest.approx([0.5, 0.5, 0.0])
    assert best.certificate["value"] == pytest.approx(1.0)


@pytest.mark.parametrize("difference", [1e-4, 1e-7, 0.0])
def test_a_policy_that_is_worse_by_very_little_gets_no_weight(difference: float) -> None:
    game = np.array([[0.0, 0.0, difference], [0.0, 0.0, difference], [-difference, -difference, 0.0]])
    game = np.pad(game, (0, 1), constant_values=1.0)
    game[3] = [-1, -1, -1, 0]
    weights = MaxEntropyNash().solve(exact_table(ALIKE, game)).weights["player"]
    assert weights == pytest.approx([0.5, 0.5, 0, 0] if difference else [1 / 3, 1 / 3, 1 / 3, 0], abs=1e-6)


def test_the_order_of_policies_and_affine_changes_do_not_matter() -> None:
    rng = np.random.default_rng(1)
    game = rng.integers(-1, 2, size=(7, 7)).astype(float)
    game = np.triu(game, 1) - np.triu(game, 1).T
    order = rng.permutation(7)
    plain = MaxEntropyNash().solve(exact_table(ALIKE, game)).weights["player"]
    moved = (
        MaxEntropyNash().solve(exact_table(ALIKE, 1e6 * game[np.ix_(order, order)] + 3, total=6.0)).weights["player"]
    )
    assert moved == pytest.approx(plain[order], abs=1e-7)


def test_a_clone_shares_and_moves_nobody_where_the_equilibrium_is_unique() -> None:
    game = np.random.default_rng(2).normal(size=(5, 5))
    game = game - game.T
    plain = MaxEntropyNash().solve(exact_table(ALIKE, game)).weights["player"]
    most = int(plain.argmax())
    who = [*range(5), most]
    cloned = MaxEntropyNash().solve(exact_table(ALIKE, game[np.ix_(who, who)])).weights["player"]
    assert cloned[most] == pytest.approx(cloned[5]) == pytest.approx(plain[most] / 2)
    assert np.delete(cloned[:5], most) == pytest.approx(np.delete(plain, most))


def test_clones_are_equal_but_gain_as_a_pair_where_all_is_tied() -> None:
    weights = MaxEntropyNash().solve(exact_table(ALIKE, np.zeros((3, 3)))).weights["player"]
    assert weights == pytest.approx(np.full(3, 1 / 3))  # of two tied policies one was copied: from 1/2 to 2/3


def test_nash_averaging_accepts_rounding_and_weighs_tasks() -> None:
    table = PayoffTable.empty(ALIKE, (3, 3))
    for profile in list(table.profiles()):
        mine = RPS[profile[0]][profile[1]] * (0.1 + 0.2)
        table = table.with_exact(profile, (mine, -RPS[profile[0]][profile[1]] * 0.3))
    assert NashAveraging().solve(table).weights["player"] == pytest.approx(np.full(3, 1 / 3))
    scores = PayoffTable.empty(("agent", "task"), (2, 3))
    for profile in list(scores.profiles()):
        scores = scores.with_exact(profile, ([[3.0, 1.0, 1.0], [1.0, 3.0, 3.0]][profile[0]][profile[1]], 7.0))
    answer = NashAveraging().solve(scores)
    assert answer.weights["agent"] == pytest.approx([0.5, 0.5])
    assert answer.weights["task"] == pytest.approx([0.5, 0.25, 0.25])  # two copies of one task share its weight
    assert answer.certificate["value"] == pytest.approx(2.0)


def test_what_has_no_constant_sum_is_refused() -> None:
    table = PayoffTable.empty(ALIKE, (2, 2))
    for profile in list(table.profiles()):
        table = table.with_exact(profile, (1.0 + profile[0], 1.0 + profile[1]))
    for solver in (MaxEntropyNash(), NashAveraging()):
        with pytest.raises(InputError, match="constant-sum"):
            solver.solve(table)


def test_the_shipped_suite_accepts_them() -> None:
    check_meta_solver(MaxEntropyNash())
    check_meta_solver(NashAveraging())
