"""The chart of shares or amounts by iteration: columns of stacked layers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from psrokit.report.scale import Scale, linear
from psrokit.report.svg import line, picture, rectangle, text

WIDTH, HEIGHT = 720.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 12.0, 12.0, 44.0
_WIDEST = 84.0
_LABELS = 24
_NAME_WIDTH, _NAME_HEIGHT, _LETTER = 44.0, 15.0, 6.4
COLOURS = 8
"""Layers that can be told apart by colour; one more, `rest`, is grey."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of all columns: its name, its colour (0 .. COLOURS - 1, or None for grey) and its height in each."""

    name: str
    colour: int | None
    values: tuple[float, ...]

    @property
    def kind(self) -> str:
        """The class that colours it."""
        return "rest" if self.colour is None else f"c{self.colour}"


def columns(layers: Sequence[Layer], iterations: Sequence[str], label: str, shown: Callable[[float], str]) -> Markup:
    """The chart; the first layer is at the bottom. shown: writes a height, in the axis and where one points."""
    sums = [sum(layer.values[column] for layer in layers) for column in range(len(iterations))]
    up = linear([0.0, *sums], HEIGHT - BOTTOM, TOP)
    slot = (WIDTH - LEFT - RIGHT) / len(iterations)
    drawn = [*_grid(up, shown)]
    for column, name in enumerate(iterations):
        drawn += _column(layers, column, name, LEFT + slot * (column + 0.5), min(slot * 0.82, _WIDEST), up, shown)
    return picture(WIDTH, HEIGHT, label, *drawn, *_labels(iterations, slot))


def _column(
    layers: Sequence[Layer],
    column: int,
    name: str,
    middle: float,
    width: float,
    up: Scale,
    shown: Callable[[float], str],
) -> list[Markup]:
    drawn, below = [], 0.0
    for layer in layers:
        value = layer.values[column]
        top, bottom = up.at(below + value), up.at(below)
        below += value
        if value <= 0:
            continue
        title = f"{name}: {layer.name} {shown(value)}"
        drawn.append(rectangle(middle - width / 2, top, width, bottom - top, f"layer {layer.kind}", title))
        if bottom - top >= _NAME_HEIGHT and width >= _NAME_WIDTH:
            label = _short(layer.name, int(width / _LETTER))
            drawn.append(text(middle, (top + bottom) / 2 + 4, label, f"middle on-{layer.kind}"))
    return drawn


def _grid(up: Scale, shown: Callable[[float], str]) -> list[Markup]:
    drawn = []
    for tick in up.ticks(4):
        drawn.append(line(LEFT, tick.place, WIDTH - RIGHT, tick.place, "grid"))
        value = up.low + (tick.place - up.start) / (up.end - up.start) * (up.high - up.low)
        drawn.append(text(LEFT - 10, tick.place + 4, shown(value), "end"))
    return drawn


def _labels(iterations: Sequence[str], slot: float) -> list[Markup]:
    step = math.ceil(len(iterations) / _LABELS)
    places = [(LEFT + slot * (column + 0.5), name) for column, name in enumerate(iterations)]
    labels = [text(x, HEIGHT - BOTTOM + 18, name.rpartition(" ")[2], "middle") for x, name in places[::step]]
    return [*labels, text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "iteration", "middle quiet")]


def _short(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: max(letters - 1, 1)] + "…"
