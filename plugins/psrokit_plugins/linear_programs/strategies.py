"""A pair of mixed strategies of a two-player zero-sum game, judged and sharpened; game: (n, m), scaled to [-1, 1]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats

Pair = tuple[Floats, Floats]
"""Mixed strategies of the row and of the column player."""

TOLERANCE = 1e-9
"""The largest gap, relative to half the spread of the payoffs, of an answer."""
MARGIN = 1e-6
"""By how much weights, slacks and singular values must differ from 0 where uniqueness is claimed."""
_DUST = 1e-12


def duality_gap(game: Floats, row: Floats, column: Floats) -> float:
    """max_i (G column)_i - min_j (row G)_j: what the two players could gain by deviating, together."""
    return float((game @ column).max() - (row @ game).min())


class Standing(NamedTuple):
    """A pair of strategies and what every pure strategy gets against it; made by `stand`.

    rows: shape (n,), what the row player gets by each row. columns: shape (m,), what it gets against each column.
    gap: as `duality_gap`. value: the middle of the interval in which that confines the game's value.
    """

    pair: Pair
    rows: Floats
    columns: Floats
    gap: float
    value: float


def stand(game: Floats, pair: Pair) -> Standing:
    """How a pair of strategies stands in a game."""
    rows, columns = game @ pair[1], pair[0] @ game
    most, least = float(rows.max()), float(columns.min())
    return Standing(pair, rows, columns, most - least, (most + least) / 2)


def apart(pair: Pair, other: Pair) -> bool:
    """Whether two pairs of strategies differ by more than the margin."""
    return any(float(np.abs(one - its).max()) > MARGIN for one, its in zip(pair, other, strict=True))


def sharpened(game: Floats, pair: Pair) -> Pair:
    """The strategies that make the other player exactly indifferent on the supports of `pair` (least squares).

    An answer that is right about the supports and only wrong in its last digits becomes exact.
    """
    rows, columns = (np.flatnonzero(side > MARGIN) for side in pair)
    block = game[np.ix_(rows, columns)]
    return _indifferent(block.T, rows, game.shape[0]), _indifferent(block, columns, game.shape[1])


def _indifferent(block: Floats, support: npt.NDArray[np.intp], size: int) -> Floats:
    """The mixture on `support` under which every row of `block` is worth the same."""
    rows, columns = block.shape
    system = np.block([[block, -np.ones((rows, 1))], [np.ones((1, columns)), np.zeros((1, 1))]])
    answer = np.linalg.lstsq(system, np.append(np.zeros(rows), 1.0))[0]
    weights = np.zeros(size)
    weights[support] = answer[:-1]
    return mixed(weights)


def mixed(weights: Floats) -> Floats:
    """A distribution from a solver's numbers: no negatives, no dust, sum 1."""
    kept = np.where(weights > _DUST, weights, 0.0)
    return kept / kept.sum() if kept.any() else uniform(len(weights))


def uniform(size: int) -> Floats:
    """All alike."""
    return np.full(size, 1.0 / size)
