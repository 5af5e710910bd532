"""From numbers to places on paper: linear and logarithmic scales with round ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from psrokit.report.numbers import fixed, number

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MANY_DECADES = 6
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place of a scale, and the value there."""

    place: float
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps [low, high] to [start, end] in pixels. Values outside go to the nearest end.

    floor: on a logarithmic scale where values of 0 and below are drawn, else None: the scale is linear.
    """

    low: float
    high: float
    start: float
    end: float
    floor: float | None = None

    def at(self, value: float) -> float:
        """The place of a value."""
        if self.floor is None:
            share = (value - self.low) / (self.high - self.low)
        else:
            low, high = math.log(self.low), math.log(self.high)
            share = (math.log(max(value, self.low)) - low) / (high - low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def ticks(self, wanted: int = 5) -> list[Tick]:
        """Round numbers along the scale."""
        if self.floor is not None:
            return _decades(self, wanted)
        step = _round_step((self.high - self.low) / wanted)
        places = [
            index * step for index in range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)
        ]
        digits = max(0, -math.floor(math.log10(step) + 1e-9) + (0 if _whole(step) else 1))
        return [Tick(self.at(place), _label(place, digits), place) for place in places]


def linear(values: Iterable[float], start: float, end: float) -> Scale:
    """A scale from round number to round number that holds all finite `values`."""
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    if high - low < 1e-12 * max(abs(low), abs(high), 1e-300):
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1.0
    step = _round_step((high - low) / 5)
    return Scale(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, start, end)


def logarithmic(values: Iterable[float], start: float, end: float) -> Scale:
    """A scale over whole decades; zeros lie on one decade of their own, below the others."""
    finite = [value for value in values if math.isfinite(value)]
    positive = [value for value in finite if value > 0]
    first, last = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(positive)))
    floor = 10.0 ** (first - 1) if len(positive) < len(finite) else 0.0
    return Scale(floor or 10.0**first, 10.0 ** max(last, first + 1), start, end, floor)


def _label(place: float, digits: int) -> str:
    if place == 0:
        return "0"
    return fixed(place, digits) if digits <= _MOST_DIGITS else number(place)


def _decades(scale: Scale, wanted: int) -> list[Tick]:
    first, last = round(math.log10(scale.low)), round(math.log10(scale.high))
    step = max(1, math.ceil((last - first) / max(wanted, _MANY_DECADES)))
    powers = [power for power in range(last, first - 1, -step) if not scale.floor or power > first]
    ticks = [Tick(scale.at(10.0**power), _power(power), 10.0**power) for power in powers]
    return [*ticks, Tick(scale.at(scale.low), "0", 0.0)] if scale.floor else ticks


def _power(power: int) -> str:
    return fixed(10.0**power, max(0, -power)) if -3 <= power <= 3 else number(10.0**power, 2).replace("1×", "")


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(step * size for step in _STEPS if step * size >= rough * (1 - 1e-9))


def _whole(step: float) -> bool:
    size = 10.0 ** math.floor(math.log10(step) + 1e-9)
    return abs(step / size - round(step / size)) < 1e-9
