from __future__ import annotations

import re
from itertools import pairwise
from math import inf
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from psrokit.estimate import Estimate, level_text
from psrokit.report.columns import Layer, columns
from psrokit.report.curve import Point, curve
from psrokit.report.heat import heat_map, shade
from psrokit.report.numbers import percent
from psrokit.report.scale import linear, logarithmic
from psrokit.report.strip import strip, strip_axis, strip_scale

finite = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-12)
HOSTILE = '"><script>alert(1)</script>&'


def exact(value: float) -> Estimate:
    return Estimate.exact(value, kind="nash_conv", convention="sum over players", units="return", method="algebra")


def bracket(low: float, high: float) -> Estimate:
    return Estimate(low, low, high, 0.95, "restricted_exploitability", "bracket", "per player", "return", 9, "games")


@given(st.lists(finite, min_size=1, max_size=20))
def test_a_linear_scale_holds_its_values_and_its_ticks(values: list[float]) -> None:
    scale = linear(values, 0.0, 100.0)
    invisible = 1e-6 * (scale.high - scale.low)
    assert scale.low <= min(values) + invisible
    assert scale.high >= max(values) - invisible
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 12
    assert all(before.place < after.place for before, after in pairwise(ticks))
    assert all(-0.01 <= tick.place <= 100.01 for tick in ticks)


@given(st.lists(st.floats(1e-300, 1e12) | st.just(0.0), min_size=2, max_size=20))
def test_a_logarithmic_scale_keeps_the_order_and_has_a_place_for_zero(values: list[float]) -> None:
    assume(any(values))
    scale = logarithmic(values, 0.0, 100.0)
    places = [scale.at(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)
    assert 2 <= len(scale.ticks()) <= 20
    assert ("0" in [tick.label for tick in scale.ticks()]) == (0.0 in values)


def test_exact_numbers_that_span_decades_are_drawn_logarithmically() -> None:
    drawn = curve([Point(0, exact(0.9)), Point(1, exact(1e-16))], "a curve")
    assert "10⁻" in drawn
    assert "10⁻" not in curve([Point(0, exact(0.9)), Point(1, exact(0.1))], "a curve")


def test_a_bracket_is_drawn_with_both_ends() -> None:
    drawn = curve([Point(0, bracket(0.1, 0.9)), Point(1, bracket(0.05, inf))], "a curve")
    assert 'class="band"' in drawn
    assert drawn.count('class="bar"') == 2
    assert "nan" not in drawn


@pytest.mark.parametrize("number", [1, 2, 400])
def test_charts_are_well_formed_for_any_number_of_iterations(number: int) -> None:
    points = [Point(iteration, bracket(0.1, 0.2 + 1 / (1 + iteration))) for iteration in range(number)]
    layers = [Layer(HOSTILE, 0, (0.25,) * number, "#0"), Layer("others", None, (0.75,) * number)]
    pictures = [curve(points, HOSTILE), columns(layers, range(number), HOSTILE, level_text, percent)]
    for picture in pictures:
        ET.fromstring(picture)  # noqa: S314 # our own picture
        assert "<script" not in picture


def test_a_column_is_as_high_as_its_share() -> None:
    drawn = ET.fromstring(columns([Layer("a", 0, (0.25,)), Layer("b", 1, (0.75,))], [0], "x", level_text, percent))  # noqa: S314
    heights = [float(block.attrib["height"]) for block in drawn if "layer" in block.attrib.get("class", "")]
    assert heights[1] == pytest.approx(3 * heights[0], rel=1e-2)


def test_the_axis_of_columns_has_round_numbers() -> None:
    drawn = columns([Layer("a", 0, (22.7,)), Layer("b", 1, (0.1,))], [0], "x", repr, percent)
    assert re.findall(r'class="end">([^<]*)<', drawn) == ["0.0", "10.0", "20.0"]


def test_a_strip_shows_where_zero_is() -> None:
    estimates = [bracket(0.5, 1.0), bracket(2.0, 3.0)]
    across = strip_scale(estimates)
    assert across.low == 0
    assert 'class="axis"' in strip(estimates[0], across)
    assert ">0</text>" in strip_axis(across)


def test_labels_of_a_strips_scale_stand_apart() -> None:
    near = strip_axis(strip_scale([bracket(-1.0, 0.25)]))
    assert ">−1.00</text>" in near
    assert ">0.25</text>" in near
    assert ">0</text>" not in near, "it would run into the end of the scale"


def test_colours_are_centred_and_symmetric() -> None:
    assert [shade(value, 0.0, 0.5) for value in (-0.5, -0.05, 0.0, 0.05, 0.5)] == ["m10", "m1", "z", "p1", "p10"]
    assert shade(0.5, 0.5, 0.5) == "z"
    assert shade(float("nan"), 0.0, 1.0) == "z"
    assert shade(0.3, 0.0, 0.0) == "z"


def test_a_map_covers_every_cell_once() -> None:
    payoffs = np.random.default_rng(0).normal(0, 1, (30, 40))
    covered = np.zeros(payoffs.shape, dtype=int)
    for stroke in ET.fromstring(heat_map(payoffs, 0.0, 3.0, "a map")):  # noqa: S314
        for run in stroke.attrib["d"].split("M")[1:]:
            start, rest = run.split(" ")
            row, length = rest.split("h")
            covered[int(float(row)), int(start) : int(start) + int(length)] += 1
    assert (covered == 1).all()
