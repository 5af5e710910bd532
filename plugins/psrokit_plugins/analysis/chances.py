"""Probabilities as Estimates: shares of resamples, p-values computed and p-values drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy.typing as npt

from psrokit.api import Estimate, Floats, Question
from psrokit_plugins.analysis.numbers import share
from psrokit_plugins.statistics.even_chances import clopper_pearson

_LEAST = 1e-300


def probability(hits: npt.NDArray[Any] | Floats, question: Question, convention: str) -> Estimate:
    """How likely something is after the games played: the share of resampled tables in which it holds (`share`)."""
    return replace(share(hits, question, convention), kind="posterior_probability")


def exact_p_value(value: float, convention: str, method: str) -> Estimate:
    """A p-value that was computed, not drawn; below what floating point holds it is said to be at most that."""
    if value >= _LEAST:
        return Estimate.exact(value, kind="p_value", convention=convention, units="probability", method=method)
    return Estimate(_LEAST, 0.0, _LEAST, 1.0, "p_value", "upper", convention, "probability", 0, method)


def bounded_p_value(bound: float, *, n: int, convention: str) -> Estimate:
    """A p-value of which only a bound is worked out, a certain one."""
    method = "Cantelli's inequality with the exact variance under permutation"
    return Estimate(bound, 0.0, bound, 1.0, "p_value", "upper", convention, "probability", n, method)


def drawn_p_value(extreme: int, draws: int, *, level: float, n: int, convention: str) -> Estimate:
    """(b + 1) / (B + 1), with b of B random dealings as extreme as the games (Phipson and Smyth 2010).

    The interval is Clopper and Pearson's for b of B: it says how many dealings were drawn, and nothing of how many
    games were played; those are `n`. level: of the interval.
    """
    value = (extreme + 1) / (draws + 1)
    low, high = (float(end) for end in clopper_pearson(extreme, draws, (1 - level) / 2))
    return Estimate(
        value=value,
        low=min(low, value),
        high=max(high, value),
        level=level,
        kind="p_value",
        bound="estimate",
        convention=convention,
        units="probability",
        n=n,
        method=f"permutation test with {draws} random dealings; the interval is the Monte Carlo error",
    )
