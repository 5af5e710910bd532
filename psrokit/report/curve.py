"""The chart of one measured number by iteration: a line where it is exact, a band where it is known within bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from psrokit.estimate import Estimate
from psrokit.report.numbers import decimals, fixed, number
from psrokit.report.scale import Scale, linear, logarithmic
from psrokit.report.svg import dot, line, path, picture, text
from psrokit.report.words import interval_text

WIDTH, HEIGHT = 720.0, 280.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 70.0, 16.0, 44.0
_FAR = 1000.0
_CAP = 4.0
_LABELS = 16
_LINE = 14.0


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured at one iteration."""

    iteration: int
    estimate: Estimate


def curve(points: Sequence[Point], label: str) -> Markup:
    """The chart. A logarithmic scale is taken for exact numbers that span decades."""
    across = iteration_scale([point.iteration for point in points])
    up = _value_scale([point.estimate for point in points])
    drawn = [*_grid(up), *_iterations(across, points)]
    if all(point.estimate.bound == "exact" for point in points):
        drawn.append(_polyline(points, across, up))
    else:
        drawn += [_band(points, across, up), *(_bar(point, across, up) for point in points)]
    drawn += [_mark(point, across, up) for point in points]
    return picture(WIDTH, HEIGHT, label, *drawn, *_last_labels(points[-1], across, up))


def iteration_scale(iterations: Sequence[int]) -> Scale:
    """Places of iterations; a single one stands in the middle."""
    first, last = min(iterations), max(iterations)
    spare = 0.5 if first == last else 0.0
    return Scale(first - spare, last + spare, LEFT + 12, WIDTH - RIGHT - 12)


def _value_scale(estimates: Sequence[Estimate]) -> Scale:
    values = [value for estimate in estimates for value in (estimate.low, estimate.value, estimate.high)]
    if estimates[0].kind == "win_rate":
        return Scale(0.0, 1.0, HEIGHT - BOTTOM, TOP)
    positive = [value for value in values if value > 0]
    exact = all(estimate.bound == "exact" and estimate.value >= 0 for estimate in estimates)
    if exact and len(positive) > 1 and max(positive) > _FAR * min(positive):
        return logarithmic(values, HEIGHT - BOTTOM, TOP)
    return linear([*values, 0.0], HEIGHT - BOTTOM, TOP)


def _grid(up: Scale) -> list[Markup]:
    drawn = []
    for tick in up.ticks():
        drawn.append(line(LEFT, tick.place, WIDTH - RIGHT, tick.place, "axis" if tick.label == "0" else "grid"))
        drawn.append(text(LEFT - 10, tick.place + 4, tick.label, "end"))
    return drawn


def _iterations(across: Scale, points: Sequence[Point]) -> list[Markup]:
    step = math.ceil(len(points) / _LABELS)
    labels = [
        text(across.at(point.iteration), HEIGHT - BOTTOM + 18, str(point.iteration), "middle")
        for point in points[::step]
    ]
    return [*labels, text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "iteration", "middle quiet")]


def _polyline(points: Sequence[Point], across: Scale, up: Scale) -> Markup:
    return path(_through([(across.at(point.iteration), up.at(point.estimate.value)) for point in points]), "line")


def _band(points: Sequence[Point], across: Scale, up: Scale) -> Markup:
    upper = [(across.at(point.iteration), up.at(point.estimate.high)) for point in points]
    lower = [(across.at(point.iteration), up.at(point.estimate.low)) for point in points]
    return path(_through([*upper, *reversed(lower)]) + "Z", "band")


def _bar(point: Point, across: Scale, up: Scale) -> Markup:
    x, low, high = across.at(point.iteration), up.at(point.estimate.low), up.at(point.estimate.high)
    caps = f"M{x - _CAP:.1f} {low:.1f}h{2 * _CAP:g}M{x - _CAP:.1f} {high:.1f}h{2 * _CAP:g}"
    return path(f"M{x:.1f} {low:.1f}V{high:.1f}{caps}", "bar")


def _mark(point: Point, across: Scale, up: Scale) -> Markup:
    title = f"iteration {point.iteration}: {interval_text(point.estimate)}"
    return dot(across.at(point.iteration), up.at(point.estimate.value), 3.5, "mark", title)


def _last_labels(point: Point, across: Scale, up: Scale) -> list[Markup]:
    """The newest value, or both ends of the newest bracket."""
    estimate = point.estimate
    ends = (estimate.low, estimate.high) if estimate.bound == "bracket" else (estimate.value,)
    apart = len({round(up.at(end) / _LINE) for end in ends}) == len(ends)
    return [
        text(across.at(point.iteration) + 10, up.at(end) + 4, _end_text(estimate, end), "start strong")
        for end in (ends if apart else ends[-1:])
    ]


def _end_text(estimate: Estimate, end: float) -> str:
    return number(end) if estimate.bound == "exact" else fixed(end, decimals(estimate.low, estimate.high))


def _through(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
