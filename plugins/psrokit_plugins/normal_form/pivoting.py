"""Complementary pivoting: the vertices along a Lemke-Howson path, right in degenerate games too.

A symmetric game with positive payoffs C has an equilibrium z / sum z at every point z != 0 of {z >= 0, C z <= 1} where
each i has z_i = 0 or (C z)_i = 1; the game of A and B is the symmetric one of [[0, A], [B', 0]] (von Stengel 2007, in
Nisan et al., chapter 3). Ties in the ratio test are broken lexicographically, so that no path can circle.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats

_ZERO = 1e-11
_PIVOTS_PER_LABEL = 200


def end_of_path(game: Floats, label: int) -> Floats | None:
    """The complementary point, shape (n,), where the path of `label` from 0 ends; None if rounding leads it astray."""
    size = len(game)
    tableau = np.hstack([np.eye(size), game, np.ones((size, 1))])  # slacks 0 .. n-1, then z, then the right-hand side
    basis = np.arange(size)
    entering = size + label
    for _ in range(_PIVOTS_PER_LABEL * size):
        row = _leaving_row(tableau, entering)
        if row is None:
            return None
        leaving = int(basis[row])
        _pivot(tableau, row, entering)
        basis[row] = entering
        if leaving % size == label:
            return _solved(game, basis)
        entering = (leaving + size) % (2 * size)  # what is complementary to the variable that left
    return None


def _leaving_row(tableau: Floats, entering: int) -> int | None:
    """The row of the lexicographically least ratio; None if the column has no positive entry."""
    size = len(tableau)
    rows = np.flatnonzero(tableau[:, entering] > _ZERO)
    if not len(rows):
        return None
    for column in (-1, *range(size)):
        ratios = tableau[rows, column] / tableau[rows, entering]
        rows = rows[ratios <= ratios.min() + _ZERO * max(1.0, abs(ratios.min()))]
        if len(rows) == 1:
            break
    return int(rows[0])


def _pivot(tableau: Floats, row: int, entering: int) -> None:
    tableau[row] /= tableau[row, entering]
    column = tableau[:, entering].copy()
    column[row] = 0.0
    tableau -= np.outer(column, tableau[row])


def _solved(game: Floats, basis: npt.NDArray[np.intp]) -> Floats | None:
    """The vertex of a basis, solved for anew: pivoting loses digits, the basis is what it found."""
    size = len(game)
    try:
        values = np.linalg.solve(np.hstack([np.eye(size), game])[:, basis], np.ones(size))
    except np.linalg.LinAlgError:
        return None
    point = np.zeros(2 * size)
    point[basis] = values
    return np.maximum(point[size:], 0.0)
