"""The chart of shares or amounts by iteration: columns of stacked layers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from psrokit.report.scale import Scale, linear
from psrokit.report.svg import line, picture, rectangle, text

WIDTH, HEIGHT = 720.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 12.0, 12.0, 44.0
_WIDEST = 84.0
_LABELS = 24
_NAME_HEIGHT, _LETTER = 15.0, 7.4
COLOURS = 8
"""Layers that can be told apart by colour; one more, `rest`, is grey."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of all columns: its name, its colour (0 .. COLOURS - 1, or None for grey) and its height in each.

    short: what stands in a column too narrow for the name.
    """

    name: str
    colour: int | None
    values: tuple[float, ...]
    short: str = ""

    @property
    def kind(self) -> str:
        """The class that colours it."""
        return "rest" if self.colour is None else f"c{self.colour}"


def columns(
    layers: Sequence[Layer],
    iterations: Sequence[int],
    label: str,
    axis: Callable[[float], str],
    shown: Callable[[float], str],
) -> Markup:
    """The chart; the first layer is at the bottom. axis, shown: write a height, at the axis and where one points."""
    sums = [sum(layer.values[column] for layer in layers) for column in range(len(iterations))]
    up = linear([0.0, *sums], HEIGHT - BOTTOM, TOP)
    slot = (WIDTH - LEFT - RIGHT) / len(iterations)
    drawn = [*_grid(up, axis)]
    for column, iteration in enumerate(iterations):
        middle, width = LEFT + slot * (column + 0.5), min(slot * 0.82, _WIDEST)
        for layer, bottom, top in _stacked(layers, column):
            hint = f"iteration {iteration}: {layer.name} {shown(layer.values[column])}"
            drawn += _block(layer, (middle, width), (up.at(top), up.at(bottom)), hint)
    return picture(WIDTH, HEIGHT, label, *drawn, *_labels(iterations, slot))


def _stacked(layers: Sequence[Layer], column: int) -> Iterator[tuple[Layer, float, float]]:
    """The layers of one column that have a height, each with the values where it begins and ends."""
    below = 0.0
    for layer in layers:
        if layer.values[column] > 0:
            yield layer, below, below + layer.values[column]
            below += layer.values[column]


def _block(layer: Layer, place: tuple[float, float], ends: tuple[float, float], hint: str) -> list[Markup]:
    """One layer in one column, with its name if there is room. place: middle and width; ends: top and bottom."""
    (middle, width), (top, bottom) = place, ends
    block = rectangle(middle - width / 2, top, width, bottom - top, f"layer {layer.kind}", title=hint)
    label = next((name for name in (layer.name, layer.short) if len(name) * _LETTER + 6 <= width), "")
    if not label or bottom - top < _NAME_HEIGHT:
        return [block]
    return [block, text(middle, (top + bottom) / 2 + 4, label, f"middle on-{layer.kind}")]


def _grid(up: Scale, axis: Callable[[float], str]) -> list[Markup]:
    drawn = []
    for tick in up.ticks(4):
        drawn.append(line(LEFT, tick.place, WIDTH - RIGHT, tick.place, "grid"))
        drawn.append(text(LEFT - 10, tick.place + 4, axis(tick.value), "end"))
    return drawn


def _labels(iterations: Sequence[int], slot: float) -> list[Markup]:
    step = math.ceil(len(iterations) / _LABELS)
    places = [(LEFT + slot * (column + 0.5), str(iteration)) for column, iteration in enumerate(iterations)]
    labels = [text(x, HEIGHT - BOTTOM + 18, name, "middle") for x, name in places[::step]]
    return [*labels, text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, "iteration", "middle quiet")]
