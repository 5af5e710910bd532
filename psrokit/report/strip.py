"""Small pictures inside tables: a weight as a bar, an interval as a strip on a scale shared by the table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from psrokit.estimate import Estimate
from psrokit.report.scale import Scale, linear
from psrokit.report.svg import dot, line, path, picture, rectangle, text
from psrokit.report.words import interval_text

BAR_WIDTH, STRIP_WIDTH, HEIGHT = 72.0, 150.0, 34.0
_MARGIN = 8.0
_APART = 40.0


def weight_bar(weight: float, colour: str, label: str) -> Markup:
    """A bar as long as the weight."""
    full = rectangle(0, 5, BAR_WIDTH, 8, "track")
    bar = rectangle(0, 5, max(BAR_WIDTH * weight, 1.0 if weight > 0 else 0.0), 8, colour, title=label)
    return picture(BAR_WIDTH, 18, label, full, bar, kind="small")


def strip_scale(estimates: Sequence[Estimate]) -> Scale:
    """The scale on which all these intervals fit, zero among them."""
    ends = [end for estimate in estimates for end in (estimate.low, estimate.value, estimate.high)]
    return linear([0.0, *ends], _MARGIN, STRIP_WIDTH - _MARGIN)


def strip(estimate: Estimate, across: Scale) -> Markup:
    """An interval, its value, and where zero is."""
    low, high, middle = across.at(estimate.low), across.at(estimate.high), HEIGHT / 2
    zero = across.at(0.0)
    return picture(
        STRIP_WIDTH,
        HEIGHT,
        interval_text(estimate),
        line(zero, 0, zero, HEIGHT, "axis"),
        path(f"M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8", "bar"),
        dot(across.at(estimate.value), middle, 3.5, "mark", interval_text(estimate)),
        kind="small",
    )


def strip_axis(across: Scale) -> Markup:
    """The head of a column of strips: the ends of the scale, and zero if it is far from both."""
    ticks = across.ticks()
    ends = (ticks[0], ticks[-1])
    zero = [tick for tick in ticks if tick.label == "0" and all(abs(tick.place - end.place) > _APART for end in ends)]
    labels = [text(tick.place, 11, tick.label, _anchor(tick.place)) for tick in (*ends, *zero)]
    return picture(STRIP_WIDTH, 14, "scale of the intervals below", *labels, kind="small")


def _anchor(place: float) -> str:
    if place < 20:
        return "start"
    return "end" if place > STRIP_WIDTH - 20 else "middle"
