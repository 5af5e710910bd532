"""What numbers are, in words: an estimate with its interval, and each kind and bound explained once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low

from psrokit.estimate import Bound, Estimate, Kind, level_text
from psrokit.report.numbers import decimals, fixed, number, percent, signed

ROUNDING = 1e-12
"""Exact numbers of this size are what floating point leaves of zero."""
_NARROW = 1e-6
"""An interval not wider than this is told by its digits: decimals would not show it."""
_MOST_DECIMALS = 4
_CHOSEN: frozenset[Kind] = frozenset({"weight"})
"""What describes an answer: it is as it was chosen, and no truth that luck could miss."""
_SIGNED: frozenset[Kind] = frozenset({"payoff", "gain", "game_value"})
_WRITTEN: Mapping[str, str] = {"nash_conv": "NashConv", "cce_gap": "CCE gap", "ce_gap": "CE gap", "p_value": "p-value"}

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
    "cce_gap": (
        "What all players together could gain by refusing to play what is drawn for them, before they know what it is. "
        "Zero only at a coarse correlated equilibrium; where players mix independently it is NashConv."
    ),
    "ce_gap": (
        "What all players together could gain by playing something else than what is drawn for them, knowing it. "
        "Zero only at a correlated equilibrium; where players mix independently it is NashConv."
    ),
    "game_value": "What the first player can make sure of, and the other can hold it to, in the whole game.",
    "nash_weight": "Share of a policy in the equilibrium of the payoff table.",
    "inclusion_probability": "How likely it is, after the games played, that a policy belongs to the equilibrium.",
    "posterior_probability": "How likely something is, after the games played: the convention says what.",
    "p_value": "How often luck alone would show at least as much, if there were nothing to be found.",
    "rating": "How strong a policy is as one number; the units say on which scale.",
    "rank": "The place of a policy among those of its role, 1 for the best.",
    "cyclic_share": "How much of the differences between payoffs no order of strength explains: 0 none, 1 all.",
    "diversity": "How many different ways of playing a population holds, in the sense of its convention.",
    "disagreement": "On what share of deals two policies make a difference. Zero: they cannot be told apart.",
    "weight": "Share of a policy in a mixture, as the meta-solver made it of the payoff table.",
    "certificate": "A number by which a mixture can be checked against the payoff table that it was made of.",
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
    return _WRITTEN.get(kind, kind.replace("_", " "))


def value_text(estimate: Estimate) -> str:
    """The value alone, with no more decimals than its interval justifies; payoffs and gains have a sign."""
    written = _written(estimate, estimate.value)
    return signed(written) if estimate.kind in _SIGNED else written


def range_text(estimate: Estimate, places: int | None = None) -> str:
    """The interval alone: `[0.02, 0.31]`; `exact` without one, `chosen` of what is as somebody chose it.

    places: decimals, by default those that its width justifies.
    """
    if estimate.bound == "exact":
        return "chosen" if estimate.kind in _CHOSEN else "exact"
    ends = [_written(estimate, end) if places is None else fixed(end, places) for end in (estimate.low, estimate.high)]
    if estimate.kind in _SIGNED:
        ends = [signed(end) for end in ends]
    return f"[{ends[0]}, {ends[1]}]"


def percent_range(estimate: Estimate) -> str:
    """The interval of a share, in percent."""
    return "exact" if estimate.bound == "exact" else f"[{percent(estimate.low)}, {percent(estimate.high)}]"


def margin_text(estimate: Estimate, places: int | None = None) -> str:
    """The interval as `±0.12`, its wider side, where there is room for no more. places: as for `range_text`."""
    if estimate.bound == "exact":
        return "exact"
    margin = max(estimate.high - estimate.value, estimate.value - estimate.low)
    return f"±{fixed(margin, decimals(estimate.low, estimate.high) if places is None else places)}"


def common_decimals(estimates: Iterable[Estimate]) -> int:
    """How many decimals suit a whole table: three digits of exact numbers, else two of a middling interval."""
    estimates = list(estimates)
    sampled = [decimals(estimate.low, estimate.high) for estimate in estimates if estimate.bound != "exact"]
    if sampled:
        return median_low(sampled)
    largest = max((abs(estimate.value) for estimate in estimates), default=0.0)
    return min(max(2 - math.floor(math.log10(largest)), 0), 2 * _MOST_DECIMALS) if largest > ROUNDING else 2


def cell_text(estimate: Estimate, places: int) -> str:
    """A payoff with so many decimals and its sign."""
    return signed(fixed(estimate.value, places))


def interval_text(estimate: Estimate) -> str:
    """Value and interval in one line."""
    if estimate.bound == "exact":
        return f"{value_text(estimate)}, {range_text(estimate)}"
    return f"{value_text(estimate)} {range_text(estimate)} at {level_text(estimate.level)}, n = {estimate.n}"


def meaning_text(estimate: Estimate) -> str:
    """What the number is: kind, bound, level, sample, convention, units."""
    return shared_meaning([estimate])


def shared_meaning(estimates: Sequence[Estimate]) -> str:
    """What all numbers of a column or a table are; the sampled ones speak for those that happen to be exact."""
    sampled = [estimate for estimate in estimates if estimate.bound != "exact"]
    first = (sampled or estimates)[0]
    level = f" at {level_text(first.level)}, n = {_span([estimate.n for estimate in sampled])}" if sampled else ""
    kind = kind_words(first.kind)
    return f"{kind[0].upper()}{kind[1:]}, {first.bound}{level}; {first.convention}; in {_units(first)}"


def _span(numbers: Sequence[int]) -> str:
    return f"{min(numbers)}" if min(numbers) == max(numbers) else f"{min(numbers)} to {max(numbers)}"


def _units(estimate: Estimate) -> str:
    return {"return": "returns", "win rate": "win rate"}.get(estimate.units, estimate.units)


def _written(estimate: Estimate, value: float) -> str:
    if estimate.bound == "exact" and estimate.kind in _SIGNED and abs(value) < ROUNDING:
        return number(0.0)
    if estimate.bound == "exact" or estimate.kind == "rank" or not (_NARROW < estimate.high - estimate.low < math.inf):
        return number(value)
    return fixed(value, decimals(estimate.low, estimate.high))
