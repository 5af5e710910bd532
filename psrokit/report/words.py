"""What numbers are, in words: an estimate with its interval, and each kind and bound explained once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from psrokit.estimate import Bound, Estimate, Kind
from psrokit.report.numbers import decimals, fixed, number, percent, signed

_MOST_DECIMALS = 4
_SIGNED: frozenset[Kind] = frozenset({"payoff", "gain"})

KINDS: Mapping[Kind, str] = {
    "payoff": "Expected return of one seat: the average over many games, or what algebra says where a game is solved.",
    "win_rate": "Share of games won, a tie counting one half.",
    "gain": "What a policy returns more than something else against the same opponents. Above zero: it is better.",
    "regret": "What one role gains inside the payoff table by changing from the mixture to its best member.",
    "restricted_exploitability": (
        "What can be gained against the mixture when only members of the population may be used. "
        "Policies that nobody has found yet may gain more."
    ),
    "exploitability": "What the best deviation of all policies of the game gains. Zero only at an equilibrium.",
    "nash_conv": (
        "The gains of every player's best deviation, among all policies of the game, added up. "
        "Zero only at an equilibrium. With two players and a constant sum, exploitability is half of it."
    ),
}
BOUNDS: Mapping[Bound, str] = {
    "exact": "Computed without sampling error.",
    "estimate": "Measured in games; the interval holds the truth in as many of 100 such runs as its level says.",
    "lower": "The truth is at least this, at the given level: a better deviation may exist.",
    "upper": "The truth is at most this, at the given level.",
    "bracket": "The truth lies between the two ends, at the given level. The single number errs to the low side.",
}


def kind_words(kind: str) -> str:
    """A kind as written in prose."""
    return "NashConv" if kind == "nash_conv" else kind.replace("_", " ")


def value_text(estimate: Estimate) -> str:
    """The value alone, with no more decimals than its interval justifies; payoffs and gains have a sign."""
    written = _written(estimate, estimate.value)
    return signed(written) if estimate.kind in _SIGNED else written


def range_text(estimate: Estimate) -> str:
    """The interval alone: `[0.02, 0.31]`, or `exact`."""
    if estimate.bound == "exact":
        return "exact"
    ends = [_written(estimate, end) for end in (estimate.low, estimate.high)]
    if estimate.kind in _SIGNED:
        ends = [signed(end) for end in ends]
    return f"[{ends[0]}, {ends[1]}]"


def margin_text(estimate: Estimate) -> str:
    """The interval as `±0.12` where there is room for no more; its wider side."""
    if estimate.bound == "exact":
        return "exact"
    margin = max(estimate.high - estimate.value, estimate.value - estimate.low)
    return f"±{fixed(margin, decimals(estimate.low, estimate.high))}"


def common_decimals(estimates: Iterable[Estimate]) -> int:
    """How many decimals suit a whole table: three digits of exact numbers, two of the narrowest interval."""
    estimates = list(estimates)
    widths = [(estimate.low, estimate.high) for estimate in estimates if estimate.bound != "exact"]
    if widths:
        return min(max(decimals(*ends) for ends in widths), _MOST_DECIMALS)
    largest = max((abs(estimate.value) for estimate in estimates), default=0.0)
    return min(max(2 - math.floor(math.log10(largest)), 0), 2 * _MOST_DECIMALS) if largest else 0


def cell_text(estimate: Estimate, places: int) -> str:
    """A payoff with so many decimals and its sign."""
    return signed(fixed(estimate.value, places))


def interval_text(estimate: Estimate) -> str:
    """Value and interval in one line."""
    if estimate.bound == "exact":
        return f"{value_text(estimate)}, exact"
    return f"{value_text(estimate)} {range_text(estimate)} at {percent(estimate.level)}, n = {estimate.n}"


def meaning_text(estimate: Estimate) -> str:
    """What the number is: kind, bound, level, sample, convention, units."""
    level = "" if estimate.bound == "exact" else f" at {percent(estimate.level)}, n = {estimate.n}"
    return f"{kind_words(estimate.kind)}, {estimate.bound}{level}; {estimate.convention}; in {_units(estimate)}"


def _units(estimate: Estimate) -> str:
    return {"return": "returns", "win rate": "win rate"}.get(estimate.units, estimate.units)


def _written(estimate: Estimate, value: float) -> str:
    if estimate.bound == "exact" or not (0 < estimate.high - estimate.low < float("inf")):
        return number(value)
    return fixed(value, decimals(estimate.low, estimate.high))
