"""Whether an equilibrium of a zero-sum game is the only one: shown, refuted by another one, or left open."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats
from psrokit_plugins.linear_programs.simplex import hot_simplex, simplex
from psrokit_plugins.linear_programs.strategies import (
    MARGIN,
    TOLERANCE,
    Pair,
    Standing,
    apart,
    duality_gap,
    mixed,
    sharpened,
)

_TILT = 1e-5
"""What is added to payoffs where another equilibrium is looked for."""


def is_unique(game: Floats, found: Standing) -> bool | None:
    """Whether this is the only equilibrium; None where neither that nor another one was found."""
    if shown_unique(game, found):
        return True
    if not game.any():
        return False
    tilted, pair = _tilted(game, found), found.pair
    after = _optimum(tilted, pair)
    if after is None:
        return None
    near = mixed(after[0]), mixed(after[1])
    another = _is_another(game, pair, near) or _is_another(game, pair, sharpened(game, near))
    return False if another else None


def _optimum(game: Floats, near: Pair) -> Pair | None:
    """Both optimal strategies, from those of a game nearby unless rounding spoils that way."""
    hot = hot_simplex(game, near)
    return hot if hot is not None and duality_gap(game, *hot) <= TOLERANCE else simplex(game)


def _is_another(game: Floats, pair: Pair, other: Pair) -> bool:
    """Whether either side of `other` makes another equilibrium with the opposite side of `pair`."""
    exchanged = (other[0], pair[1]), (pair[0], other[1])
    return any(apart(pair, each) and duality_gap(game, *each) <= TOLERANCE for each in exchanged)


def _tilted(game: Floats, found: Standing) -> Floats:
    """The game with a little more for whoever leaves `found` at no cost: rows and columns that are best, yet idle.

    Its equilibria are next to those of `game` that play most of what was idle, or against which it no longer is best
    (Mills 1956 on how optimal strategies answer a small change). If there is any but `found`, such a one is.
    """
    row, column = found.pair
    idle_rows = (row == 0) & (found.value - found.rows <= MARGIN)
    idle_columns = (column == 0) & (found.columns - found.value <= MARGIN)
    return np.asarray(game + _TILT * (idle_rows[:, np.newaxis].astype(float) - idle_columns))


def shown_unique(game: Floats, found: Standing) -> bool:
    """Whether strict complementarity and full rank, both by a margin, prove that there is no other equilibrium.

    Every optimal strategy of a player lives on the rows that are best against `found` and makes the other player
    indifferent on the support of `found`. If those rows are just the support, it solves a linear system with one
    solution (Goldman and Tucker 1956 on strict complementarity, Mangasarian 1979 on uniqueness). A unique equilibrium
    has as many rows as columns (Bohnenblust, Karlin and Shapley 1950).
    """
    (row, column), value = found.pair, found.value
    rows, columns = row > 0, column > 0
    if not _clear(rows, row, value - found.rows) or not _clear(columns, column, found.columns - value):
        return False
    return _regular(game[rows][:, columns] - value + 1.0)


def _clear(played: npt.NDArray[np.bool_], weights: Floats, slacks: Floats) -> bool:
    """Whether all that is played has weight, and all that is not loses, both by the margin."""
    return float(np.where(played, weights, slacks).min()) > MARGIN


def _regular(block: Floats) -> bool:
    """Whether all singular values are larger than the margin: the least is at least 1 / |inverse| (Frobenius)."""
    if block.shape[0] != block.shape[1]:
        return False
    try:
        return float(np.linalg.norm(np.linalg.inv(block))) < 1 / MARGIN
    except np.linalg.LinAlgError:
        return False
