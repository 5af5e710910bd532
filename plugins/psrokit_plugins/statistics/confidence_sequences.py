"""Bounds on means that hold at every moment of sampling at once, so that one may look, decide and stop at will.

A gambler bets that the mean exceeds m: capital prod(1 + b (x - m) / m), 0 <= b < 1, which on average does not grow if
the mean is m or less. By Ville's inequality it ever reaches 1/a with probability at most a; an m against which it did
is a lower bound (Waudby-Smith and Ramdas 2024, JRSS-B 86:1, "Estimating means of bounded random variables by betting").
log(1 + b z) >= b z - z^2 (-log(1 - b) - b) for z >= -1 (Fan, Grama and Liu 2015, EJP 20:1, Lemma 4.1) bounds the
capital from below by sums and sums of squares, which is all that a payoff table keeps. The gambler divides the capital
among bets of many sizes. Coverage under optional stopping is tested in tests/plugins/test_confidence_sequences.py.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats

Counts = npt.NDArray[np.int64]

_BETS = np.geomspace(2e-4, 0.96, 20)
_COSTS = -np.log1p(-_BETS) - _BETS
_GRID = np.linspace(0.0, 1.0, 13)[1:] ** 2
_HALVINGS = 14


def mean_bounds(
    count: Counts | Floats,
    total: Floats,
    squares: Floats,
    bounds: tuple[float, float] | tuple[Floats, Floats],
    tail: float,
) -> tuple[Floats, Floats]:
    """Lower and upper bounds of means of samples within `bounds`, from their number, sum and sum of squares.

    All arrays have one shape; `bounds` may be arrays. Each bound holds at all times together with probability 1 - tail,
    whatever decides when to look and how many samples to take. Where there are no samples the answers are `bounds`.
    """
    start, end = bounds
    width = np.asarray(end - start, dtype=float)
    scale = np.where(width > 0, width, 1.0)
    ones = np.asarray(count, dtype=float)
    first = (total - start * ones) / scale
    second = (squares - 2 * start * total + start**2 * ones) / scale**2
    low = _lower(ones, first, second, tail)
    high = 1 - _lower(ones, ones - first, ones - 2 * first + second, tail)
    return start + width * low, start + width * high


def _lower(count: Floats, total: Floats, squares: Floats, tail: float) -> Floats:
    """The largest m found in [0, mean] against which the capital reached 1 / tail; samples lie in [0, 1]."""
    mean = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    refuted = np.zeros_like(mean)
    for below in _GRID[::-1]:
        m = mean * (1 - below)
        refuted = np.where(_is_refuted(m, count, total, squares, tail), m, refuted)
    open_end = mean
    for _ in range(_HALVINGS):
        m = (refuted + open_end) / 2
        now = _is_refuted(m, count, total, squares, tail)
        refuted, open_end = np.where(now, m, refuted), np.where(now, open_end, m)
    return np.asarray(refuted)


def _is_refuted(m: Floats, count: Floats, total: Floats, squares: Floats, tail: float) -> npt.NDArray[np.bool_]:
    """Whether the mixed capital against the mean m is at least 1 / tail; never at m = 0, the least there is."""
    safe = np.where(m > 0, m, 1.0)
    won = (total - count * safe) / safe
    spread = np.maximum(squares - 2 * safe * total + count * safe**2, 0.0) / safe**2
    logs = np.multiply.outer(won, _BETS) - np.multiply.outer(spread, _COSTS)
    capital = np.logaddexp.reduce(logs, axis=-1) - np.log(len(_BETS))
    return np.asarray((m > 0) & (capital >= -np.log(tail)))
