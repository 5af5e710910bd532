"""The simplex method for matrix games on a dense tableau, from nothing or from the solution of a smaller game.

A payoff table is dense and has few more rows than its equilibrium has policies, which is the opposite of what solvers
for sparse programs are made for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats
from psrokit_plugins.linear_programs import pivots
from psrokit_plugins.linear_programs.strategies import Pair
from psrokit_plugins.structure.compiling import compiled

P = ParamSpec("P")
T = TypeVar("T")
Ints = npt.NDArray[np.intp]

_SHIFT = 2.0
"""Added to payoffs in [-1, 1]: with a positive value the game is the program `maximise sum u, B u <= 1, u >= 0`."""
_COMPILED_FROM = 64
"""Cells from which on compiled code pays for being loaded."""
_PATIENCE = 50
"""Exchanges per row and column after which cycling is suspected."""


def simplex(game: Floats) -> Pair | None:
    """Both optimal strategies of a game scaled to [-1, 1], or None where rounding or cycling spoils the method.

    Dantzig's (1951) program of the column player by the primal simplex method with the steepest-edge rule (Goldfarb and
    Reid 1977); the final basis is solved once more from the game itself, so that no rounding of the tableau remains.
    """
    tableau = _Tableau(game)
    return tableau.strategies() if tableau.made_best() else None


def hot_simplex(game: Floats, start: Pair) -> Pair | None:
    """The same from the solution `start` of a game that this one continues with more rows or columns.

    The supports of `start` are the first basis. New rows make it infeasible and new columns make it suboptimal: the
    dual simplex method (Lemke 1954) mends the one, without the columns that are to enter, then the primal the other.
    None as well where the supports are no basis.
    """
    rows, columns = (np.flatnonzero(side) for side in start)
    tableau = _Tableau(game)
    begun = len(rows) == len(columns) and tableau.enter(rows, columns)
    return tableau.strategies() if begun and tableau.made_feasible() and tableau.made_best() else None


class _Tableau:
    """The program at some basis, at first that of the slacks.

    Variables 0 .. m - 1 are the columns' weights and m .. m + n - 1 the rows' slacks; `_basic` has one for each row of
    `_cells` and `_idle` one for each column. `_lengths`: squared, of the edges along the idle variables.
    """

    def __init__(self, game: Floats) -> None:
        rows, columns = game.shape
        cells = np.empty((rows + 1, columns + 1))
        cells[:rows, :columns] = game + _SHIFT
        cells[:rows, columns] = 1.0
        cells[rows, :columns] = -1.0
        cells[rows, columns] = 0.0
        self._game, self._cells, self._lengths = game, cells, _edges(cells)
        self._basic, self._idle = np.arange(columns, columns + rows), np.arange(columns)
        self._patience = range(_PATIENCE * sum(cells.shape))
        self._fast = compiled if cells.size > _COMPILED_FROM else _as_it_is
        self._pivot = self._fast(pivots.exchange)

    def enter(self, rows: Ints, columns: Ints) -> bool:
        """Exchange the slacks of `rows` for the weights of `columns`, all at once; False if those make no basis."""
        cells, entering = self._cells, self._cells[:, columns]
        cells[:, columns] = 0.0
        cells[rows, columns] = 1.0
        try:
            entered = np.linalg.solve(entering[rows], cells[rows])
        except np.linalg.LinAlgError:
            return False
        entering[rows] = 0.0
        cells -= entering @ entered
        cells[rows], self._lengths = entered, _edges(cells)
        self._basic[rows], self._idle[columns] = self._idle[columns], self._basic[rows]
        return True

    def made_feasible(self) -> bool:
        """Whether dual exchanges could bring every basic variable to zero or above."""
        violated, relieving = self._fast(pivots.violated), self._fast(pivots.relieving)
        for _ in self._patience:
            row = violated(self._cells)
            column = relieving(self._cells, row) if row >= 0 else -1
            if column < 0:
                return row < 0
            self._exchange(row, column)
        return False

    def made_best(self) -> bool:
        """Whether primal exchanges came to an end, where no column promises more."""
        entering, leaving = self._fast(pivots.entering), self._fast(pivots.leaving)
        for _ in self._patience:
            column = entering(self._cells, self._lengths)
            row = leaving(self._cells, column) if column >= 0 else -1
            if row < 0:
                return column < 0
            self._exchange(row, column)
        return False

    def strategies(self) -> Pair | None:
        """The strategies on the basis: each makes the other player indifferent on its own part of it."""
        (rows, columns), game = self._basis(), self._game
        block = game[rows][:, columns] + _SHIFT
        row, column = np.zeros(game.shape[0]), np.zeros(game.shape[1])
        try:
            column[columns] = np.linalg.solve(block, np.ones(len(rows)))
            row[rows] = np.linalg.solve(block.T, np.ones(len(columns)))
        except np.linalg.LinAlgError:
            return None
        if not (0 < row.sum() < np.inf and 0 < column.sum() < np.inf):
            return None  # the game's value is positive: rounding has spoiled the basis
        return row / row.sum(), column / column.sum()

    def _basis(self) -> tuple[Ints, Ints]:
        """The rows without slack and the columns with weight."""
        columns = self._game.shape[1]
        return np.sort(self._idle[self._idle >= columns] - columns), np.sort(self._basic[self._basic < columns])

    def _exchange(self, row: int, column: int) -> None:
        self._pivot(self._cells, row, column, self._lengths)
        self._basic[row], self._idle[column] = self._idle[column], self._basic[row]


def _edges(cells: Floats) -> Floats:
    return np.asarray(1.0 + np.square(cells[:-1, :-1]).sum(axis=0))


def _as_it_is(step: Callable[P, T]) -> Callable[P, T]:
    return step
