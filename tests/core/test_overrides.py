"""`--set a.b=c`: single values changed from the command line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from drafts import WHOLE, WORDS, reading, refusal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from psrokit.errors import InputError

OVERRIDES = {
    "oracle.budget=20": lambda e: e.oracle.budget == 20,
    "oracle.rate=1e-3": lambda e: e.oracle.rate == 1e-3,
    "oracle.label=no": lambda e: e.oracle.label == "no",
    "oracle.schedule.start=3": lambda e: e.oracle.schedule.start == 3.0,
    "oracle.limits={a: 1}": lambda e: e.oracle.limits == {"a": 1.0},
    "oracle.limits.b=2": lambda e: e.oracle.limits == {"b": 2.0},
    "oracle={use: search, budget: 1}": lambda e: e.oracle.budget == 1,
    "executor.workers=4": lambda e: e.executor.workers == 4,
    "population.0.patience=3": lambda e: e.population[0].patience == 3,
    "population=[{use: still, patience: 1}, still]": lambda e: len(e.population) == 2,
    "until.distance=0.5": lambda e: e.until == {"distance": 0.5},
    "name=other": lambda e: e.name == "other",
    "iterations=0": lambda e: e.iterations == 0,
}


@pytest.mark.parametrize("assignment", OVERRIDES)
def test_overrides_change_single_values(assignment: str, tmp_path: Path) -> None:
    assert OVERRIDES[assignment](reading(tmp_path, WHOLE, assignment).experiment)


def test_later_overrides_win_and_build_on_earlier_ones(tmp_path: Path) -> None:
    found = reading(
        tmp_path, WHOLE, "oracle.budget=1", "oracle.fallback=still", "oracle.fallback.patience=2", "oracle.budget=5"
    )
    assert (found.experiment.oracle.budget, found.experiment.oracle.fallback.patience) == (5, 2)


@pytest.mark.parametrize(
    ("assignment", "words"),
    [
        ("orcale.budget=1", "unknown key 'orcale'. Did you mean 'oracle'?"),
        ("oracle.bugdet=1", "Did you mean 'budget'?"),
        ("oracle.budget=x", "must be an integer, not the text 'x'"),
        ("oracle.budget=", "not nothing (null)"),
        ("oracle.budget=[", "a value is missing"),
        ("oracle.budget=!!int 3", "tags such as"),
        ("population.1=still", "there is no entry '1'; the entries are 0 to 0"),
        ("population.first=still", "there is no entry 'first'"),
        ("seed.x.y=1", "must be an integer, not a mapping"),
        ("iterations.x=1", "there is no 'x' in 3"),
        ("oracle.fallback.patience=1", "does not say which policy to use"),
        ("seed", "this is not KEY=VALUE"),
        ("=1", "this is not KEY=VALUE"),
        ("oracle..budget=1", "this is not KEY=VALUE"),
    ],
)
def test_bad_overrides_are_refused_with_the_assignment(assignment: str, words: str, tmp_path: Path) -> None:
    text = refusal(tmp_path, WHOLE, assignment)
    assert text.startswith(f"--set {assignment}: ")
    assert words in text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    assignment=st.lists(st.one_of(WORDS, st.sampled_from([".", "=", "0", "oracle.budget="])), max_size=8).map("".join)
)
def test_any_override_is_applied_or_refused(assignment: str, tmp_path: Path) -> None:
    with suppress(InputError):
        assert reading(tmp_path, WHOLE, assignment).text == WHOLE
