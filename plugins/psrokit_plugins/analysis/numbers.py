"""Estimates from resampled tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from psrokit.api import Estimate, Floats, PayoffTable, Question
from psrokit_plugins.statistics.intervals import mean_interval

METHOD = "percentiles over resampled tables, each cell drawn from the posterior of its payoff"
_SMALL = 1e-4
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
    order: list[int] = np.argsort(-np.round(values, _PLACES), kind="stable").tolist()
    return order


def games(table: PayoffTable) -> int:
    """Independent samples in the table, those of mirrored cells counted once."""
    return sum(int(table.count[profile]) for profile in table.profiles())


def seat_names(table: PayoffTable) -> list[str]:
    """One name per seat: its role, numbered where seats share one."""
    alike = len(set(table.seats)) < len(table.seats)
    return [f"{role} {seat}" if alike else role for seat, role in enumerate(table.seats)]


def settled(table: PayoffTable) -> bool:
    """Whether every payoff is known exactly, so that nothing about the table is a matter of luck or ignorance."""
    return bool(table.exact.all())


def plain(value: float) -> str:
    """A number in a sentence: three digits, and no more than is worth saying of a very small one."""
    if abs(value) < _SMALL:
        return "0" if abs(value) < 1e-12 else "less than 0.0001"
    return f"{value:.3g}"


def at_most(value: float) -> str:
    """A bound in a sentence."""
    return "less than 0.0001" if value < _SMALL else f"at most {plain(value)}"


def percent(share: float) -> str:
    """A share in words: "56 %"."""
    if 0 < share < 0.005:
        return "less than 1 %"
    return "more than 99 %" if 0.995 < share < 1 else f"{100 * share:.0f} %"


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a sentence, the rest counted."""
    names = list(names)
    shown = names[:most] if len(names) > most + 1 else names
    if len(shown) < len(names):
        return f"{', '.join(shown)} and {len(names) - len(shown)} others"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "none"
