"""Every component that is installed keeps the rules of its kind, in an experiment that uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from psrokit.catalog import load_catalog
from psrokit.catalog.listing import Entry
from psrokit.component import KINDS
from psrokit.plan import Plan, make_plan
from psrokit.testing.rehearsal import (
    Rehearsal,
    components,
    kind_and_name,
    kind_of,
    nested,
    rehearsal,
    suite_for,
    verdict_on,
)
from psrokit.testing.suite import checks

HERE = Path(__file__).parent
FILES = [
    *sorted((HERE / "experiments").glob("*.yaml")),
    *sorted((HERE.parents[1] / "experiments/smoke").glob("*.yaml")),
]
LEAST_CHECKS = 6


@cache
def plan(file: Path) -> Plan:
    return make_plan(file)


class Stage:
    """Opens an experiment when it is first needed, and keeps it open for the tests that follow."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._open: dict[Path, Rehearsal] = {}

    def place(self, file: Path) -> Rehearsal:
        if file not in self._open:
            self._open[file] = self._stack.enter_context(rehearsal(plan(file)))
        return self._open[file]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with ExitStack() as stack:
        yield Stage(stack)


@pytest.mark.parametrize("entry", load_catalog().entries, ids=lambda entry: f"{entry.kind}/{entry.name}")
def test_component_keeps_the_rules_of_its_kind(entry: Entry, stage: Stage) -> None:
    file = next((file for file in FILES if (entry.kind, entry.name) in named(file)), None)
    assert file, f"no experiment in {HERE / 'experiments'} or experiments/smoke uses it: name it in one"
    place = stage.place(file)
    own = [one for one in components(place) if kind_and_name(one[0]) == (entry.kind, entry.name)]
    assert own
    verdicts = [result for component, role in own for result in verdict_on(component, role, place)]
    problems = [f"{result.check}: {result.problem}" for result in verdicts if result.problem is not None]
    assert not problems


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_suite_of_some_size(kind: str, stage: Stage) -> None:
    place = stage.place(FILES[0])
    found = [one for one in components(place) if kind_of(one[0]) == kind]
    assert found, f"{FILES[0].name} uses no {kind}"
    assert len(list(checks(suite_for(*found[0], place)))) >= LEAST_CHECKS


@cache
def named(file: Path) -> frozenset[tuple[str, str]]:
    """The kind and name of every component that an experiment names."""
    return frozenset(_uses(plan(file)))


def _uses(of: Plan) -> Iterator[tuple[str, str]]:
    values = [of.experiment, *(member.policy for members in of.population.members.values() for member in members)]
    for value in values:
        for component in nested(value):
            yield kind_and_name(component)
