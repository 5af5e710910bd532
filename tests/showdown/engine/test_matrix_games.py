"""Small matrix games solved many at once."""

from __future__ import annotations

import nashpy
import numpy as np
import pytest
from scipy.optimize import linprog

from psrokit.api import Floats
from psrokit_showdown.endgames.matrix_games import solve


def value_by_linear_programming(game: Floats) -> float:
    rows, columns = game.shape
    result = linprog(
        np.r_[np.zeros(rows), -1.0],
        A_ub=np.c_[-game.T, np.ones(columns)],
        b_ub=np.zeros(columns),
        A_eq=np.r_[np.ones(rows), 0.0][None],
        b_eq=[1.0],
        bounds=[(0, None)] * rows + [(None, None)],
    )
    return float(result.x[-1])


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (2, 2), (2, 3), (3, 2), (3, 3), (4, 3), (4, 4)])
def test_values_are_those_of_linear_programs(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(sum(shape))
    games = np.concatenate([rng.uniform(-1, 1, (20, *shape)), rng.integers(-1, 2, (20, *shape)).astype(float)])
    solved = solve(games)
    for game, low, high, x, y in zip(games, *solved, strict=True):
        assert low == pytest.approx(value_by_linear_programming(game), abs=1e-9)
        assert high == pytest.approx(low, abs=1e-9)
        assert x.sum() == pytest.approx(1)
        assert y.sum() == pytest.approx(1)
        assert min(x.min(), y.min()) >= 0
        assert (x @ game).min() == pytest.approx(low, abs=1e-12)
        assert (game @ y).max() == pytest.approx(high, abs=1e-12)


def test_matching_pennies_is_mixed_evenly() -> None:
    game = np.array([[1.0, -1.0], [-1.0, 1.0]])
    solved = solve(game[None])
    np.testing.assert_allclose(solved.row_mix[0], [0.5, 0.5])
    ((first, second),) = nashpy.Game(game).support_enumeration()
    np.testing.assert_allclose(solved.row_mix[0], first)
    np.testing.assert_allclose(solved.column_mix[0], second)
