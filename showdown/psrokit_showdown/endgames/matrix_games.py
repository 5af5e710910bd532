"""Many small zero-sum matrix games at once: optimal strategies, and bounds of the value that these prove.

Every matrix has a solution that is the equaliser of a square submatrix (Shapley and Snow, "Basic solutions of discrete
games", 1950). All of them up to the smaller side of the matrix are tried; whatever the arithmetic loses, the bounds
hold: min_j (x M)_j <= value <= max_i (M y)_i for any strategies x and y.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats

Ints = NDArray[np.int64]
SINGULAR = 1e-13
SLACK = 1e-12


class Solutions(NamedTuple):
    """Of n games with a by b choices: low, high: shape (n,); row_mix: (n, a); column_mix: (n, b)."""

    low: Floats
    high: Floats
    row_mix: Floats
    column_mix: Floats


def solve(games: Floats) -> Solutions:
    """Solve games of shape (n, a, b), whose row player maximises."""
    count, rows, columns = games.shape
    everybody = np.arange(count)
    row_mix, column_mix = np.zeros((count, rows)), np.zeros((count, columns))
    row_mix[everybody, games.min(axis=2).argmax(axis=1)] = 1.0
    column_mix[everybody, games.max(axis=1).argmin(axis=1)] = 1.0
    best = Solutions(games.min(axis=2).max(axis=1), games.max(axis=1).min(axis=1), row_mix, column_mix)
    for size in range(2, min(rows, columns) + 1):
        for chosen_rows in combinations(range(rows), size):
            for chosen_columns in combinations(range(columns), size):
                mixed = np.flatnonzero(best.high - best.low > SLACK)
                if len(mixed):
                    _try(games, best, mixed, (np.array(chosen_rows), np.array(chosen_columns)))
    return best


def _try(games: Floats, best: Solutions, mixed: NDArray[np.intp], chosen: tuple[Ints, Ints]) -> None:
    """Improve on what is known of some games by the equaliser of a submatrix, where that is a pair of strategies."""
    rows, columns = chosen
    block = games[mixed[:, None, None], rows[:, None], columns]
    x, fine_x = _equaliser(block.transpose(0, 2, 1))
    y, fine_y = _equaliser(block)
    low = np.einsum("ni,nij->nj", x, games[mixed[:, None], rows]).min(axis=1)
    high = np.einsum("nij,nj->ni", games[mixed][:, :, columns], y).max(axis=1)
    better = np.flatnonzero(fine_x & (low > best.low[mixed]))
    best.low[mixed[better]] = low[better]
    best.row_mix[mixed[better]] = 0.0
    best.row_mix[mixed[better][:, None], rows] = x[better]
    better = np.flatnonzero(fine_y & (high < best.high[mixed]))
    best.high[mixed[better]] = high[better]
    best.column_mix[mixed[better]] = 0.0
    best.column_mix[mixed[better][:, None], columns] = y[better]


def _equaliser(blocks: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Mixes z with all entries of A z equal, shape (n, size), and which of them are strategies."""
    count, size, _ = blocks.shape
    bordered = np.zeros((count, size + 1, size + 1))
    bordered[:, :size, :size] = blocks
    bordered[:, :size, size] = -1.0
    bordered[:, size, :size] = 1.0
    regular = np.abs(np.linalg.det(bordered)) > SINGULAR
    bordered[~regular] = np.eye(size + 1)
    right = np.zeros((count, size + 1, 1))
    right[:, size] = 1.0
    mix = np.linalg.solve(bordered, right)[:, :size, 0]
    fine = regular & (mix >= -SLACK).all(axis=1)
    mix = np.maximum(np.where(fine[:, None], mix, 1.0), 0.0)
    return mix / mix.sum(axis=1, keepdims=True), fine
