"""The simplex method for matrix games on a dense tableau, compiled.

A payoff table is dense and has few more rows than its equilibrium has policies, which is the opposite of what solvers
for sparse programs are made for: on the growing tables of PSRO this starts anew each time and still needs less time
than one of them needs when started from the previous solution.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats
from psrokit_plugins.linear_programs.strategies import Pair
from psrokit_plugins.structure.compiling import compiled

Ints = npt.NDArray[np.intp]

_SHIFT = 2.0
"""Added to payoffs in [-1, 1]: with a positive value the game is the program `maximise sum u, B u <= 1, u >= 0`."""
_WORTHLESS = 1e-12
"""A column that promises no more than this is no improvement."""
_PIVOT = 1e-11
"""No pivot is smaller than this."""
_COMPILED_FROM = 64
"""Cells from which on compiled code pays for being loaded."""
_PATIENCE = 50
"""Exchanges per row and column after which cycling is suspected."""


def simplex(game: Floats) -> Pair | None:
    """Both optimal strategies of a game scaled to [-1, 1], or None where rounding or cycling spoils the method.

    Dantzig's (1951) program of the column player by the primal simplex method with the steepest-edge rule (Goldfarb and
    Reid 1977); the final basis is solved once more from the game itself, so that no rounding of the tableau remains.
    """
    rows, columns = game.shape
    tableau = np.empty((rows + 1, columns + 1))
    tableau[:rows, :columns] = game + _SHIFT
    tableau[:rows, columns] = 1.0
    tableau[rows, :columns] = -1.0
    tableau[rows, columns] = 0.0
    basic, idle = np.arange(columns, columns + rows), np.arange(columns)
    if not _exchanged(tableau, basic, idle):
        return None
    return _from_basis(game, np.sort(idle[idle >= columns] - columns), np.sort(basic[basic < columns]))


def _exchanged(tableau: Floats, basic: Ints, idle: Ints) -> bool:
    """Exchange basic and idle variables until no column promises more; False if that does not end."""
    entering, leaving, exchange = _entering, _leaving, _exchange
    if tableau.size > _COMPILED_FROM:
        entering, leaving, exchange = compiled(entering), compiled(leaving), compiled(exchange)
    lengths = 1.0 + np.square(tableau[:-1, :-1]).sum(axis=0)
    for _ in range(_PATIENCE * sum(tableau.shape)):
        column = entering(tableau, lengths)
        if column < 0:
            return True
        row = leaving(tableau, column)
        if row < 0:
            return False
        exchange(tableau, row, column, lengths)
        basic[row], idle[column] = idle[column], basic[row]
    return False


def _from_basis(game: Floats, rows: Ints, columns: Ints) -> Pair | None:
    """The strategies on a basis: each makes the other player indifferent on its own part of it."""
    block = game[np.ix_(rows, columns)] + _SHIFT
    row, column = np.zeros(game.shape[0]), np.zeros(game.shape[1])
    try:
        column[columns] = np.linalg.solve(block, np.ones(len(rows)))
        row[rows] = np.linalg.solve(block.T, np.ones(len(columns)))
    except np.linalg.LinAlgError:
        return None
    return row / row.sum(), column / column.sum()


# Loops instead of array operations, because these are compiled; and run as they are on small tables.


def _entering(tableau: Floats, lengths: Floats) -> int:
    """The idle variable along whose edge the objective rises most per unit of length, -1 if it rises along none."""
    last, columns = tableau.shape[0] - 1, tableau.shape[1] - 1
    best, column = 0.0, -1
    for j in range(columns):
        promise = tableau[last, j]
        if promise < -_WORTHLESS and promise * promise > best * lengths[j]:
            best, column = promise * promise / lengths[j], j
    return column


def _leaving(tableau: Floats, column: int) -> int:
    """The basic variable that first becomes zero when `column` enters; of several the one with the largest pivot."""
    rows, last = tableau.shape[0] - 1, tableau.shape[1] - 1
    least, row = np.inf, -1
    for i in range(rows):
        pivot = tableau[i, column]
        if pivot > _PIVOT:
            ratio = tableau[i, last] / pivot
            if ratio < least or (ratio == least and pivot > tableau[row, column]):
                least, row = ratio, i
    return row


def _exchange(tableau: Floats, row: int, column: int, lengths: Floats) -> None:
    """One pivot, in place; `lengths` becomes the squared lengths of the new edges."""
    rows, columns = tableau.shape[0] - 1, tableau.shape[1] - 1
    inverse = 1.0 / tableau[row, column]
    for j in range(columns + 1):
        tableau[row, j] *= inverse
    tableau[row, column] = inverse
    for j in range(columns):
        lengths[j] = 1.0 + tableau[row, j] * tableau[row, j]
    for i in range(rows + 1):
        factor = tableau[i, column]
        if i != row:
            if factor != 0.0:
                tableau[i, column] = 0.0
                for j in range(columns + 1):
                    tableau[i, j] -= factor * tableau[row, j]
            if i < rows:
                for j in range(columns):
                    lengths[j] += tableau[i, j] * tableau[i, j]
