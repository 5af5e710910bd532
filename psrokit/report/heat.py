"""Colours of payoffs: a diverging scale in 10 steps to either side, and a map of matrices too large for a table."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby

import numpy as np
from markupsafe import Markup

from psrokit.game import Floats
from psrokit.report.numbers import number, signed
from psrokit.report.svg import element, path, picture, rectangle, text

STEPS = 10
_MAP_SIZE = 560.0
_LEGEND_WIDTH, _SWATCH = 231.0, 11.0


def shade(value: float, centre: float, spread: float) -> str:
    """The class of a payoff: m10 .. m1 below the centre, z at it, p1 .. p10 above, reached at centre + spread."""
    if not np.isfinite(value) or spread <= 0:
        return "z"
    step = round(STEPS * min(max((value - centre) / spread, -1.0), 1.0))
    return f"p{step}" if step > 0 else f"m{-step}" if step < 0 else "z"


def spread_around(payoffs: Floats, centre: float) -> float:
    """How far payoffs go from the centre."""
    finite = payoffs[np.isfinite(payoffs)]
    return float(np.abs(finite - centre).max(initial=0.0))


def legend(centre: float, spread: float) -> Markup:
    """The scale of colours with its ends and its centre."""
    kinds = [f"m{step}" for step in range(STEPS, 0, -1)] + ["z"] + [f"p{step}" for step in range(1, STEPS + 1)]
    swatches = [rectangle(20 + index * _SWATCH, 2, _SWATCH, 12, f"shade {kind}") for index, kind in enumerate(kinds)]
    places = [(20.0, centre - spread), (20 + _LEGEND_WIDTH / 2, centre), (20 + _LEGEND_WIDTH, centre + spread)]
    labels = [text(x, 28, signed(number(value, 2)), "middle") for x, value in places]
    return picture(_LEGEND_WIDTH + 40, 34, "colour scale of payoffs", *swatches, *labels, kind="small")


def heat_map(payoffs: Floats, centre: float, spread: float, label: str) -> Markup:
    """A matrix as coloured squares without text: one path per colour, runs of equal colour in one stroke."""
    strokes: dict[str, list[str]] = defaultdict(list)
    for row, values in enumerate(payoffs):
        start = 0
        for kind, run in groupby(shade(float(value), centre, spread) for value in values):
            length = len(list(run))
            strokes[kind].append(f"M{start} {row}.5h{length}")
            start += length
    rows, columns = payoffs.shape
    pixels = min(_MAP_SIZE / max(rows, columns), 12.0)
    attributes: dict[str, str | float] = {
        "viewBox": f"0 0 {columns} {rows}",
        "width": columns * pixels,
        "height": rows * pixels,
        "class": "map",
        "role": "img",
        "aria-label": label,
    }
    return element("svg", attributes, *(path("".join(parts), f"shade {kind}") for kind, parts in strokes.items()))
