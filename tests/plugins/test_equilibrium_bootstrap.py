"""Equilibria of resampled tables: each one is one, at once and alone alike; doubt where there is doubt."""

from __future__ import annotations

import numpy as np
import pytest
from tables import ALIKE, DISTINCT, RPS, exact_table, sampled_table

from psrokit.api import InputError, IntegrityError, PayoffTable
from psrokit_plugins.linear_programs.analytic_centres import alike_centres, distinct_centres
from psrokit_plugins.linear_programs.central_path import alike_equilibria, distinct_equilibria
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric, solve_zero_sum
from psrokit_plugins.statistics.equilibrium_bootstrap import equilibrium_bootstrap


@pytest.mark.parametrize("size", [1, 2, 7, 20])
def test_many_symmetric_games_at_once_are_each_solved(size: int) -> None:
    games = np.random.default_rng(size).normal(size=(40, size, size)) * 10.0 ** np.arange(-10, 10, 0.5)[:, None, None]
    games = games - games.transpose(0, 2, 1)
    strategies, gaps = alike_equilibria(games)
    assert gaps.max() <= 1e-6
    for game, strategy, gap in zip(games, strategies, gaps, strict=True):
        scale = np.ptp(game) / 2 or 1.0
        assert (game @ strategy).max() / scale == pytest.approx(gap / 2, abs=1e-12)
        exact = solve_symmetric(game)
        if exact.unique:
            assert strategy == pytest.approx(exact.row, abs=1e-3)


@pytest.mark.parametrize("shape", [(1, 4), (3, 2), (9, 14)])
def test_many_games_of_distinct_roles_at_once_are_each_solved(shape: tuple[int, int]) -> None:
    games = np.random.default_rng(shape[0]).normal(size=(30, *shape)) + 5.0
    rows, columns, gaps = distinct_equilibria(games)
    for game, row, column, gap in zip(games, rows, columns, gaps, strict=True):
        exact = solve_zero_sum(game)
        assert gap <= 1e-6
        assert row == pytest.approx(exact.row, abs=1e-3)
        assert column == pytest.approx(exact.column, abs=1e-3)


def test_of_several_equilibria_the_even_one_is_chosen() -> None:
    cloned = np.array(RPS)[np.ix_([0, 1, 2, 2], [0, 1, 2, 2])]
    assert alike_equilibria(cloned[np.newaxis])[0][0] == pytest.approx([1 / 3, 1 / 3, 1 / 6, 1 / 6], abs=1e-6)
    assert alike_equilibria(np.zeros((1, 5, 5)))[0][0] == pytest.approx(np.full(5, 0.2))


def test_large_games_are_solved_alone_and_their_centre_is_the_same() -> None:
    """Every other one has a policy twice, hence many equilibria, whose centre only the central path has."""
    games = np.random.default_rng(8).normal(size=(10, 24, 24))
    games[::2, 1], games[::2, :, 1] = games[::2, 0], games[::2, :, 0]
    games[::2, 1, :2] = games[::2, 0, :2] = 0.0
    alike = games - games.transpose(0, 2, 1)
    for centres, path, played in (
        (alike_centres, alike_equilibria, alike),
        (distinct_centres, distinct_equilibria, games),
    ):
        *alone, gaps = centres(played)
        *together, _ = path(played)
        assert gaps.max() <= 1e-6
        assert gaps[1::2].max() <= 1e-12  # these are solved exactly, which no path is
        for one, other in zip(alone, together, strict=True):
            assert np.abs(one - other).max() <= 1e-2
        assert alone[0][::2, 0] == pytest.approx(alone[0][::2, 1], abs=1e-6)


def test_a_coin_toss_is_no_evidence_and_a_landslide_is() -> None:
    close = equilibrium_bootstrap(sampled_table(np.full((2, 2), 0.5), 25), 400, np.random.default_rng(1))
    clear = equilibrium_bootstrap(sampled_table(np.array([[0.5, 0.9], [0.1, 0.5]]), 25), 400, np.random.default_rng(1))
    assert np.all(np.abs((close.weights["player"] > 1e-3).mean(axis=0) - 0.5) < 0.45)
    assert close.interval(0.95)["player"] == pytest.approx(np.array([[0.0, 0.0], [1.0, 1.0]]), abs=1e-3)
    assert (clear.weights["player"] > 1e-3).mean(axis=0) == pytest.approx([1.0, 0.0], abs=0.01)


def test_exact_tables_leave_no_doubt_and_equal_seeds_agree() -> None:
    exact = equilibrium_bootstrap(exact_table(ALIKE, RPS), 20, np.random.default_rng(2))
    assert exact.weights["player"] == pytest.approx(np.full((20, 3), 1 / 3))
    table = sampled_table(np.random.default_rng(3).random((4, 3)), 10, DISTINCT)
    one, two = (equilibrium_bootstrap(table, 50, np.random.default_rng(4)) for _ in range(2))
    assert set(one.weights) == {"row", "column"}
    assert all(np.array_equal(one.weights[role], two.weights[role]) for role in one.weights)
    assert one.gaps.shape == (50,)
    assert one.gaps.max() <= 1e-3


def test_what_cannot_be_resampled_is_refused() -> None:
    rng = np.random.default_rng(7)
    with pytest.raises(IntegrityError, match=r"\(0, 0\)"):
        equilibrium_bootstrap(PayoffTable.empty(ALIKE, (2, 2)), 5, rng)
    with pytest.raises(InputError, match="at least one draw"):
        equilibrium_bootstrap(exact_table(ALIKE, RPS), 0, rng)
    table = PayoffTable.empty(DISTINCT, (2, 1)).with_exact((0, 0), (1.0, 1.0)).with_exact((1, 0), (2.0, 1.0))
    with pytest.raises(InputError, match="constant-sum"):
        equilibrium_bootstrap(table, 5, rng)
