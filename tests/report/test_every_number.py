"""Every number that a run or a report prints is an Estimate; what else is shown is counted, timed or drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from report_runs import KUHN, SAMPLED_RPS, THREE_PLAYERS, played

from psrokit.cli.progress import short
from psrokit.cli.status import status
from psrokit.estimate import Estimate
from psrokit.report import page
from psrokit.report.facts import Facts, read
from psrokit.report.words import BOUNDS, KINDS

MEANING = {"value", "low", "high", "level", "kind", "bound", "convention", "units", "n", "method"}
DRAWN_OR_TIMED = {
    ("Layer", "values"): "heights of a chart of weights, or of seconds; its caption says which",
    ("Colours", "centre"): "where the colours of the heat map begin",
    ("Colours", "spread"): "and how far they reach",
    ("Tally", "seconds"): "time spent",
    ("Purpose", "seconds"): "time spent",
    ("Purpose", "share"): "of all time spent",
    ("context", "seconds"): "time spent",
}
"""Numbers that are no estimates of anything, by the class and field that hold them."""


def bare_numbers(thing: object, place: str) -> Iterator[str]:
    """Where floats stand that do not say what they are."""
    if isinstance(thing, float | np.floating):
        yield f"{place} = {thing}"
    elif not isinstance(thing, Estimate | Facts):
        for name, part in parts(thing):
            yield from bare_numbers(part, f"{place}.{name}")


def parts(thing: object) -> Iterator[tuple[str, object]]:
    """What a value is made of, by name or number, without what is drawn or timed."""
    if is_dataclass(thing) and not isinstance(thing, type):
        owner, found = type(thing).__name__, {field.name: getattr(thing, field.name) for field in fields(thing)}
    elif isinstance(thing, Mapping):
        owner, found = "context", dict(thing)
    else:
        owner, found = (
            "",
            {str(index): part for index, part in enumerate(thing if isinstance(thing, list | tuple) else ())},
        )
    return ((str(name), part) for name, part in found.items() if (owner, name) not in DRAWN_OR_TIMED)


def floats_without_meaning(data: Any, place: str) -> Iterator[str]:
    """Where JSON data has a fraction outside of an estimate."""
    if isinstance(data, dict):
        if data.keys() >= MEANING:
            return
        for key, value in data.items():
            yield from floats_without_meaning(value, f"{place}.{key}")
    elif isinstance(data, list):
        for value in data:
            yield from floats_without_meaning(value, place)
    elif isinstance(data, float):
        yield place


@pytest.mark.parametrize("experiment", [KUHN, SAMPLED_RPS, THREE_PLAYERS])
def test_every_number_of_a_report_is_an_estimate(
    experiment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: dict[str, Mapping[str, Any]] = {}
    for section in page.SECTIONS:
        module = import_module(section.__module__)
        real = module.fill

        def fill(template: str, context: Mapping[str, Any], real: Any = real) -> Any:
            shown[template] = context
            return real(template, context)

        monkeypatch.setattr(module, "fill", fill)
    facts = read(played(tmp_path, experiment))
    page.render(facts)
    assert len(shown) >= 8
    bare = [found for template, context in shown.items() for found in bare_numbers(context, template)]
    assert bare == []


@pytest.mark.parametrize("experiment", [KUHN, SAMPLED_RPS])
def test_every_number_of_the_status_is_an_estimate(experiment: str, tmp_path: Path) -> None:
    data = json.loads(json.dumps(status(played(tmp_path, experiment))))
    decisions = data.pop("strategy")  # the same weights, kept for those who read them as they are
    assert decisions == {
        role: {name: share["value"] for name, share in members.items()} for role, members in data["weights"].items()
    }
    assert list(floats_without_meaning(data, "status")) == []


def test_every_metric_says_what_it_is(tmp_path: Path) -> None:
    metrics = read(played(tmp_path, SAMPLED_RPS)).metrics
    assert len(metrics) > 5
    for metric in metrics:
        estimate = metric.estimate
        assert estimate.kind in KINDS
        assert estimate.bound in BOUNDS
        assert all([estimate.convention, estimate.units, estimate.method])
        assert (estimate.n > 0 and estimate.level < 1) or estimate.bound == "exact"


def test_a_line_of_progress_tells_exact_numbers_from_bounds() -> None:
    exact = Estimate.exact(0.25, kind="nash_conv", convention="sum", units="return", method="by hand")
    bound = Estimate(0.25, 0.1, 0.5, 0.95, "exploitability", "lower", "per player", "return", 60, "by hand")
    assert short(exact) == "0.250 (exact)"
    assert short(bound) == "0.25 [0.10, 0.50] (lower at 95 %)"
    assert short(replace(bound, bound="bracket")) == "[0.10, 0.50] (bracket at 95 %)", "as in tables: no single number"
