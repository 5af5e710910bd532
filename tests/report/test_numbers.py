from __future__ import annotations

from math import inf, nan

import pytest

from psrokit.estimate import Estimate
from psrokit.report.numbers import count, decimals, duration, fixed, number, percent, signed
from psrokit.report.words import common_decimals, interval_text, margin_text, meaning_text, range_text, value_text


def estimate(value: float, low: float, high: float, kind: str = "gain", bound: str = "estimate") -> Estimate:
    return Estimate(value, low, high, 0.95, kind, bound, "per player", "return", 60, "by hand")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1 / 18, "−0.0556"),
        (0.9166667, "0.917"),
        (123.456, "123"),
        (1.4e-17, "1.4×10⁻¹⁷"),
        (9.9999999, "10.0"),
        (0.09999999, "0.100"),
        (-2.5e9, "−2.5×10⁹"),
        (inf, "∞"),
        (-inf, "−∞"),
    ],
)
def test_a_number_has_three_digits_and_no_e(value: float, written: str) -> None:
    assert number(value) == written


def test_a_number_that_rounds_to_zero_has_no_sign() -> None:
    assert fixed(-0.0004, 2) == "0.00"
    assert signed(fixed(0.0004, 2)) == "0.00"
    assert signed(fixed(0.04, 2)) == "+0.04"
    assert fixed(nan, 2) == "–"


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.4, "40.0 %"),
        (0.00001, "< 0.1 %"),
        (0.004, "0.4 %"),
        (0.99999, "> 99.9 %"),
        (1 / 3, "33.3 %"),
    ],
)
def test_a_small_share_is_never_written_as_none(share: float, written: str) -> None:
    assert percent(share) == written


def test_times_and_counts() -> None:
    assert [duration(seconds) for seconds in (0.5, 9.9999999, 59.4, 60.0, 3599.6, 7260)] == [
        "0.50 s",
        "10 s",
        "59 s",
        "1 min 0 s",
        "1 h 0 min",
        "2 h 1 min",
    ]
    assert count(1234567) == "1 234 567"


def test_an_interval_shows_two_digits_of_its_width() -> None:
    assert decimals(0.1, 0.34) == 2
    assert interval_text(estimate(0.21234, 0.1, 0.34)) == "+0.21 [+0.10, +0.34] at 95 %, n = 60"
    assert range_text(estimate(0.2, -inf, 0.34)) == "[−∞, +0.340]"
    assert margin_text(estimate(0.2, 0.1, 0.34)) == "±0.14"


def test_numbers_say_what_they_are() -> None:
    gap = Estimate.exact(1e-17, kind="nash_conv", convention="sum over players", units="return", method="algebra")
    assert meaning_text(gap) == "NashConv, exact; sum over players; in returns"
    assert interval_text(gap) == "1.0×10⁻¹⁷, exact"
    bracket = estimate(0.1, 0.05, 0.2, "restricted_exploitability", "bracket")
    assert meaning_text(bracket) == "Restricted exploitability, bracket at 95 %, n = 60; per player; in returns"
    assert value_text(bracket) == "0.100"


def test_a_column_of_rounding_errors_shows_zeros() -> None:
    noise = Estimate.exact(3e-17, kind="payoff", convention="", units="return", method="")
    assert common_decimals([noise, noise]) == 2
