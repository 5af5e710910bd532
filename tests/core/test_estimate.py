"""An Estimate says what it is and cannot be empty or undefined."""

from __future__ import annotations

import math

import pytest

from psrokit.api import Estimate


def test_an_exact_number_says_so() -> None:
    exact = Estimate.exact(0.25, kind="nash_conv", convention="sum over players", units="return", method="algebra")
    assert (exact.low, exact.high, exact.level, exact.n) == (0.25, 0.25, 1.0, 0)
    assert str(exact) == "0.25 (nash_conv, exact, sum over players)"


def test_an_interval_says_its_level_and_sample() -> None:
    rate = Estimate(0.6, 0.5, 0.7, 0.95, "win_rate", "estimate", "ties count one half", "win rate", 100, "Wilson")
    assert str(rate) == "0.6 [0.5, 0.7] at 95 % (win_rate, estimate, ties count one half, n=100)"


@pytest.mark.parametrize(("value", "low", "high"), [(math.nan, 0, 1), (0.5, 1, 0)])
def test_nonsense_is_refused(value: float, low: float, high: float) -> None:
    with pytest.raises(ValueError, match=r"not a number|empty"):
        Estimate(value, low, high, 0.95, "payoff", "estimate", "per player", "return", 10, "t")
