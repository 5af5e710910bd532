"""Strict YAML: what is accepted means what YAML 1.2 says, whatever else comes is refused, and quickly."""

from __future__ import annotations

import math
import string
import time
from contextlib import suppress
from pathlib import Path

import pytest
from drafts import OPTION, WHOLE, WORDS, changed, reading, refusal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from psrokit.errors import InputError
from psrokit.reading.node import Node
from psrokit.reading.strict_yaml import MAX_DEPTH, MAX_VALUES, parse_yaml, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("On", "On"), ("y", "y"), ("true", True), ("False", False), ("TRUE", True),
        ("12:30", "12:30"), ("190:20:30", "190:20:30"), ("012", 12), ("0o14", 12), ("0x1F", 31), ("0b1", "0b1"),
        ("1_000", "1_000"), ("+3", 3), ("-0", 0), ("1e-3", 1e-3), ("1E5", 1e5), (".5", 0.5),
        ("1.", 1.0), ("1.5e+3", 1500.0),
        ("2026-11-22", "2026-11-22"), ("~", None), ("null", None), ("", None), ("NULL", None), ("nULL", "nULL"),
        (".inf", math.inf), ("-.INF", -math.inf), ("'12'", "12"), ('"true"', "true"), ("=", "="), ("1.2.3", "1.2.3"),
        ("e5", "e5"), (".", "."), ("- ", [None]), ("[a, 1, {b: no}]", ["a", 1, {"b": "no"}]),
        ("{1: a, null: b}", {"1": "a", "null": "b"}),
        ("|\n  a\n  b\n", "a\nb\n"), ("'<<'", "<<"), ("a:b", "a:b"), ("'a\tb'", "a\tb"), ("x # no", "x"),
    ],
)  # fmt: skip
def test_words_and_numbers_mean_what_yaml_12_says(text: str, value: object) -> None:
    found = parse_yaml(text, lambda line, column: f"{line}:{column}").plain()
    assert found == value
    assert type(found) is type(value)


def test_line_ends_of_all_systems_are_accepted(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        assert reading(tmp_path, WHOLE.replace("\n", end)).experiment.iterations == 3
    assert reading(tmp_path, WHOLE.replace("\n", "\r\n")).text.count("\r\n") == WHOLE.count("\n")


def test_aliases_repeat_values_within_bounds(tmp_path: Path) -> None:
    lines = "  limits: &limits {a: 1}\n  fallback: {use: blend, parts: [still], weights: *limits}\n"
    found = reading(tmp_path, changed(OPTION, OPTION + lines))
    assert found.experiment.oracle.fallback.weights == found.experiment.oracle.limits == {"a": 1.0}
    levels = "\n".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 12))
    text = refusal(tmp_path, f"x0: &x0 [{', '.join('0' * 9)}]\n{levels}\n")
    assert "aliases (*) make this file too large" in text


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_bounded(opening: str) -> None:
    with pytest.raises(InputError, match=f"nested more than {MAX_DEPTH} deep"):
        parse_yaml(opening * 10_000, lambda line, column: f"{line}:{column}")


def test_the_number_of_values_is_bounded() -> None:
    def place(line: int, column: int) -> str:
        return f"{line}:{column}"

    assert len(parse_yaml("[" + "1, " * (MAX_VALUES - 2) + "]", place).plain()) == MAX_VALUES - 2
    with pytest.raises(InputError, match="more than 10000 values"):
        parse_yaml("[" + "1, " * MAX_VALUES + "]", place)


@pytest.mark.parametrize("part", ["x", "# ", "[", "a: '\n", "- ", "'", "&a ", "{", "x: 1\n", "[1, ", "? "])
def test_large_hostile_files_are_refused_quickly(part: str, tmp_path: Path) -> None:
    start = time.process_time()
    refusal(tmp_path, part * (999_999 // len(part)))
    assert time.process_time() - start < 10


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.lists(WORDS, max_size=30).map("".join), st.text(max_size=200), st.binary(max_size=200)))
def test_any_file_is_read_or_refused(text: str | bytes, tmp_path: Path) -> None:
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    with pytest.raises(InputError):  # nothing that random is a whole experiment
        reading(tmp_path, content)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_experiments_are_read_or_refused(data: st.DataObject, tmp_path: Path) -> None:
    text = WHOLE
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.one_of(WORDS, st.sampled_from(string.printable))) + text[at + cut :]
    with suppress(InputError):
        assert reading(tmp_path, text).text == text


def test_places_of_nested_values_are_those_of_their_first_character() -> None:
    root = parse_yaml("a:\n  - b: [1,\n     x]\n", lambda line, column: f"{line}:{column}")

    def places(node: Node) -> object:
        if isinstance(node.value, tuple):
            return [node.place, *map(places, node.value)]
        if isinstance(node.value, dict):
            return {(key, node.keys[key]): places(item) for key, item in node.value.items()}
        return node.place

    assert places(root) == {("a", "1:1"): ["2:3", {("b", "2:5"): ["2:8", "2:9", "3:6"]}]}


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_yaml(tmp_path)
