"""Every component that is installed keeps the laws of its kind, in an experiment that uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from psrokit.catalog import build, load_catalog
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
from psrokit.testing.suite import laws

HERE = Path(__file__).parent
FILES = [
    *sorted((HERE / "experiments").glob("*.yaml")),
    *sorted((HERE.parents[1] / "experiments/smoke").glob("*.yaml")),
]
LEAST_LAWS = 6
OF_A_DOMAIN = ("observation_space", "action_space", "reward", "meta_solver", "rating", "analyzer", "table_format")
"""Kinds that no experiment need name: they are checked on any game of their own package, or on tables of the suite."""


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
def test_component_keeps_the_laws_of_its_kind(entry: Entry, stage: Stage) -> None:
    place = stage.place(home(entry))
    own = [one for one in components(place) if kind_and_name(one[0]) == (entry.kind, entry.name)]
    if entry.kind in OF_A_DOMAIN:
        own = own or [(build(entry.kind, {"use": entry.name}), place.experiment.game.seats[0])]
    assert own
    verdicts = [result for component, role in own for result in verdict_on(component, role, place)[0]]
    problems = [f"{result.law}: {result.problem}" for result in verdicts if result.problem is not None]
    assert not problems


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in OF_A_DOMAIN])
def test_each_kind_has_a_suite_of_some_size(kind: str, stage: Stage) -> None:
    place = stage.place(FILES[0])
    found = [one for one in components(place) if kind_of(one[0]) == kind]
    assert found, f"{FILES[0].name} uses no {kind}"
    assert len(list(laws(suite_for(*found[0], place)))) >= LEAST_LAWS


@pytest.mark.parametrize("kind", OF_A_DOMAIN)
def test_each_kind_of_a_domain_has_a_suite_of_some_size(kind: str, stage: Stage) -> None:
    entry = next(entry for entry in load_catalog().entries if entry.kind == kind)
    place = stage.place(home(entry))
    component = build(kind, {"use": entry.name})
    assert len(list(laws(suite_for(component, place.experiment.game.seats[0], place)))) >= LEAST_LAWS


def home(entry: Entry) -> Path:
    """An experiment that names the component, or for a domain's own kinds one on a game of the same package."""
    for file in FILES:
        package = type(plan(file).experiment.game).__module__.partition(".")[0]
        same = entry.kind in OF_A_DOMAIN and entry.module.partition(".")[0] == package
        if same or (entry.kind, entry.name) in named(file):
            return file
    pytest.fail(f"no experiment in {HERE / 'experiments'} or experiments/smoke uses it: name it in one")


@cache
def named(file: Path) -> frozenset[tuple[str, str]]:
    """The kind and name of every component that an experiment names."""
    return frozenset(_uses(plan(file)))


def _uses(of: Plan) -> Iterator[tuple[str, str]]:
    values = [of.experiment, *(member.policy for members in of.population.members.values() for member in members)]
    for value in values:
        for component in nested(value):
            yield kind_and_name(component)
