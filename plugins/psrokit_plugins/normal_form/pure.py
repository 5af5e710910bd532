"""Equilibria in which every seat plays one policy, found by looking at every profile."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats

Bools = npt.NDArray[np.bool_]
_ROUNDING = 1e-12
"""Payoffs that differ by no more than this part of the seat's spread are equal."""


def pure_equilibria(low: Floats, high: Floats) -> tuple[Bools, Bools]:
    """Profiles that are equilibria whatever the payoffs between the bounds are, and those that may be, (*K) each.

    low, high: (seats, *K), equal where a payoff is known. "May be" takes every payoff for free to be anything within
    its bounds by itself, so where payoffs are tied to each other it may be said of too many.
    """
    sure = np.ones(low.shape[1:], dtype=np.bool_)
    possible = sure.copy()
    for seat, (least, most) in enumerate(zip(low, high, strict=True)):
        slack = _ROUNDING * float(most.max() - least.min())
        sure &= least >= _best_other(most, seat) - slack
        possible &= most >= _best_other(least, seat) - slack
    return sure, possible


def _best_other(payoffs: Floats, seat: int) -> Floats:
    """The largest payoff of another policy of `seat` against the same opponents, (*K); -inf where there is none."""
    lines = np.moveaxis(payoffs, seat, -1)
    if lines.shape[-1] == 1:
        return np.full(payoffs.shape, -np.inf)
    ordered = np.sort(lines, axis=-1)
    best = np.argmax(lines, axis=-1)[..., np.newaxis] == np.arange(lines.shape[-1])
    return np.moveaxis(np.where(best, ordered[..., -2:-1], ordered[..., -1:]), -1, seat)
