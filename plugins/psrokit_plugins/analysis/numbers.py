"""Estimates from resampled tables."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from psrokit.api import Estimate, Floats, PayoffTable, Question
from psrokit_plugins.statistics.intervals import mean_interval

METHOD = "percentiles over resampled tables, each cell drawn from the posterior of its payoff"
_ROUNDING = 1e-5
"""Draws that differ by no more than this part are one: to so many digits resampled tables are solved."""
_PLACES = 9
_SHARE: dict[str, Any] = {"kind": "inclusion_probability", "units": "probability"}


def from_draws(value: float, draws: Floats, question: Question, **meaning: Any) -> Estimate:
    """The value with the middle of what the resamples gave at the question's level; exact where nothing was sampled.

    meaning: kind, convention and units of the Estimate.
    """
    n = games(question.table)
    if n == 0 and float(np.ptp(draws)) <= _ROUNDING * max(1.0, abs(value)):
        return Estimate.exact(value, method="arithmetic with exact payoffs", **meaning)
    tail = (1 - question.level) / 2
    low, high = (float(end) for end in np.quantile(draws, [tail, 1 - tail]))
    return Estimate(
        value=value,
        low=min(low, value),
        high=max(high, value),
        level=question.level,
        bound="estimate",
        n=n,
        method=METHOD,
        **meaning,
    )


def share(hits: npt.NDArray[np.bool_] | Floats, question: Question, convention: str) -> Estimate:
    """The share of resampled tables in which something holds; hits: (draws,), whether it does, or how much of it.

    Where nothing is drawn (a complete table of exact payoffs) it is exact. Otherwise the interval is that of the share:
    it says how many tables were drawn, not how many games were played; those are `n`.
    """
    values = np.asarray(hits, dtype=float)
    mean, n = float(values.mean()), games(question.table)
    if n == 0 and not question.table.holes():
        return Estimate.exact(mean, convention=convention, method="exact payoffs", **_SHARE)
    low, high = 0.0, 1.0
    if len(values) > 1:
        interval = mean_interval(values, (0.0, 1.0), question.level)
        low, high = interval.low, interval.high
    return Estimate(
        value=mean,
        low=low,
        high=high,
        level=question.level,
        bound="estimate",
        convention=convention,
        n=n,
        method=f"share of {len(values)} resampled tables; the interval is the Monte Carlo error of that share",
        **_SHARE,
    )


def by_size(values: Floats) -> list[int]:
    """Where the largest stand first; of those that are equal but for rounding, the first."""
    largest = float(np.abs(values).max(initial=0.0)) or 1.0
    order: list[int] = np.argsort(-np.round(values / largest, _PLACES), kind="stable").tolist()
    return order


def games(table: PayoffTable) -> int:
    """Independent samples in the table, those of mirrored cells counted once: where alike seats' policies ascend."""
    once = np.ones(table.sizes, dtype=np.bool_)
    places = np.indices(table.sizes, sparse=True)
    for role in set(table.seats):
        seats = [seat for seat, its in enumerate(table.seats) if its == role]
        for before, after in pairwise(seats):
            once &= places[before] <= places[after]
    return int(table.count[once].sum())


def settled(table: PayoffTable) -> bool:
    """Whether every payoff is known exactly, so that nothing about the table is a matter of luck or ignorance."""
    return bool(table.exact.all())
