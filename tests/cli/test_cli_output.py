"""What is printed: text that cannot steer a terminal, JSON that any reader accepts."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psrokit.cli.output import print_json, printable
from psrokit.cli.tables import short_spec


@given(st.text())
def test_nothing_printable_is_lost_and_nothing_else_stays(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert all(other in (one, "�") for one, other in zip(text, shown, strict=True))
    assert not any(ord(c) < 32 and c != "\n" for c in shown)
    assert "\x7f" not in shown
    assert "\u202e" not in shown


def test_json_has_no_numbers_that_json_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": math.inf, "b": [-math.inf, math.nan], "c": {"d": 1.5}, "e": (1, "é")})
    text = capsys.readouterr().out
    assert json.loads(text) == {"a": "inf", "b": ["-inf", None], "c": {"d": 1.5}, "e": [1, "é"]}


def test_specs_are_shown_short() -> None:
    assert short_spec({"use": "uniform"}) == "uniform"
    assert short_spec({"use": "mixed", "weights": [0.5, 0.5]}) == "mixed(weights=[0.5, 0.5])"
    nested = {"use": "tabular", "game": {"use": "openspiel", "game": "kuhn_poker"}, "states": [1, 2, 3, 4]}
    assert short_spec(nested) == "tabular(game=openspiel, states=[…])"
    assert len(short_spec({"use": "x", "text": "y" * 200})) == 48
