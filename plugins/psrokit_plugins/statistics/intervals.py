"""Confidence intervals for means of bounded returns from few independent samples.

A sample is what a mirrored group of matches returned. With decisive games the means of mirrored pairs take five
values, and sooner or later all pairs of a measurement are equal: the textbook interval then has no width. Agresti and
Coull (1998, The American Statistician 52:119) and Agresti and Caffo (2000, ibid. 54:280) repair the binomial case by
adding imaginary observations, as many at each end of the scale. Here the same is done to samples of any bounded
return, followed by Student's interval. Its coverage is tested by simulation in tests/plugins/test_intervals.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from psrokit.api import Floats


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and its confidence interval; low <= value <= high."""

    value: float
    low: float
    high: float


def mean_interval(samples: Floats, bounds: tuple[float, float], level: float) -> Interval:
    """The two-sided interval at `level` for the mean of independent samples, shape (n,), that lie within `bounds`.

    Its width is never 0 while the bounds differ, and it never leaves the bounds. Raises ValueError below two samples.
    """
    tail = (1 - level) / 2
    centre, error = smoothed(samples, bounds, normal_quantile(tail))
    reach = float(error) * student_quantile(tail, len(samples))
    value = float(np.mean(samples))
    low, high = max(float(centre) - reach, bounds[0]), min(float(centre) + reach, bounds[1])
    return Interval(value, min(low, value), max(high, value))


def smoothed(samples: Floats, bounds: tuple[float, float], z: float) -> tuple[Floats, Floats]:
    """Mean and standard error along the first axis after adding max(2, z^2 / 2) observations at each bound.

    samples: (n, ...), n >= 2. Answers have the shape of one sample. Two at each end is the "plus four" of 95 %
    intervals; farther out in the tails as many are needed as Agresti and Coull's rule says.
    """
    n = len(samples)
    if n < 2:
        raise ValueError(f"an interval needs at least two samples, here are {n}")
    added = max(2.0, z * z / 2)
    total = n + 2 * added
    centre = (samples.sum(axis=0) + added * sum(bounds)) / total
    spread = ((samples - centre) ** 2).sum(axis=0) + added * sum((bound - centre) ** 2 for bound in bounds)
    return centre, np.sqrt(spread / (total - 1) / total)


def normal_quantile(tail: float) -> float:
    """How many standard errors leave `tail` of a normal distribution outside, on one side."""
    return float(-ndtri(tail))


def student_quantile(tail: float, n: int) -> float:
    """The same for Student's t, whose error was estimated from n samples."""
    return float(-stdtrit(n - 1, tail))
