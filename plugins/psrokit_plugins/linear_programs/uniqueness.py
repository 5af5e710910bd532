"""Whether an equilibrium of a zero-sum game is the only one: shown, refuted by another one, or left open."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats
from psrokit_plugins.linear_programs.simplex import simplex
from psrokit_plugins.linear_programs.strategies import (
    MARGIN,
    TOLERANCE,
    Pair,
    apart,
    duality_gap,
    middle_value,
    mixed,
    sharpened,
)

_TILT = 1e-5
"""What is added to payoffs where another equilibrium is looked for."""


def is_unique(game: Floats, pair: Pair) -> bool | None:
    """Whether `pair` is the only equilibrium; None where neither that nor another one was found."""
    if _shown_unique(game, pair):
        return True
    if not game.any():
        return False
    found = simplex(_tilted(game, pair))
    if found is None:
        return None
    near = mixed(found[0]), mixed(found[1])
    another = _is_another(game, pair, near) or _is_another(game, pair, sharpened(game, near))
    return False if another else None


def _is_another(game: Floats, pair: Pair, other: Pair) -> bool:
    """Whether either side of `other` makes another equilibrium with the opposite side of `pair`."""
    exchanged = (other[0], pair[1]), (pair[0], other[1])
    return any(apart(pair, each) and duality_gap(game, *each) <= TOLERANCE for each in exchanged)


def _tilted(game: Floats, pair: Pair) -> Floats:
    """The game with a little more for whoever leaves `pair` at no cost: rows and columns that are best, yet not played.

    Its equilibria are next to those of `game` that play most of what was idle, or against which it no longer is best
    (Mills 1956 on how optimal strategies answer a small change). If there is any but `pair`, such a one is.
    """
    row, column = pair
    value = middle_value(game, pair)
    idle_rows = (row == 0) & (value - game @ column <= MARGIN)
    idle_columns = (column == 0) & (row @ game - value <= MARGIN)
    return np.asarray(game + _TILT * (idle_rows[:, np.newaxis].astype(float) - idle_columns))


def _shown_unique(game: Floats, pair: Pair) -> bool:
    """Whether strict complementarity and full rank, both by a margin, prove that there is no other equilibrium.

    Every optimal strategy of a player lives on the rows that are best against `pair` and makes the other player
    indifferent on the support of `pair`. If those rows are just the support, it solves a linear system with one
    solution (Goldman and Tucker 1956 on strict complementarity, Mangasarian 1979 on uniqueness). A unique equilibrium
    has as many rows as columns (Bohnenblust, Karlin and Shapley 1950).
    """
    row, column = pair
    value = middle_value(game, pair)
    slacks = value - game @ column, row @ game - value
    clear = all(
        bool(np.all(np.where(side > 0, side, slack) > MARGIN)) for side, slack in zip(pair, slacks, strict=True)
    )
    return clear and _regular(game[np.ix_(row > 0, column > 0)] - value + 1.0)


def _regular(block: Floats) -> bool:
    """Whether all singular values are larger than the margin: the least is at least 1 / |inverse| (Frobenius)."""
    if block.shape[0] != block.shape[1]:
        return False
    try:
        return float(np.linalg.norm(np.linalg.inv(block))) < 1 / MARGIN
    except np.linalg.LinAlgError:
        return False
