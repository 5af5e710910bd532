"""Every law that `pytest --psrokit-conformance` runs has a component that breaks it: no check that cannot fail."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pytest
import test_measure_laws
import test_rating_laws
import test_solver_laws
import test_suites

from psrokit.testing.analyzer import AnalyzerSuite
from psrokit.testing.evaluator import EvaluatorSuite
from psrokit.testing.meta_solver import MetaSolverSuite
from psrokit.testing.metric import MetricSuite
from psrokit.testing.rating import RatingSuite
from psrokit.testing.suite import ComponentSuite


def of_kind(kind: str) -> set[str]:
    """The laws that a faulty component of the kind is seen to break, where the tests name kind and component."""
    named = [*test_suites.FAULTS.items(), *test_measure_laws.FAULTS.items()]
    return {law for name, law in named if name.partition("/")[0] == kind}


BROKEN: dict[type[ComponentSuite], Iterable[str]] = {
    MetaSolverSuite: {
        *test_solver_laws.FAULTS.values(),
        *(law for _, law in {*test_solver_laws.MORE, *test_solver_laws.OTHERS}),
    },
    EvaluatorSuite: of_kind("evaluator"),
    MetricSuite: of_kind("metric"),
    RatingSuite: {*test_rating_laws.FAULTS.values(), *(law for _, law in test_rating_laws.MORE)},
    AnalyzerSuite: {*test_rating_laws.ANALYZERS.values(), "does not take noise for cycles"},
}


def laws(suite: type[ComponentSuite]) -> set[str]:
    """All laws of a suite, those of claims as well."""
    options = {field.name for field in dataclasses.fields(suite)}
    names = {name for cls in suite.__mro__ for name in vars(cls) if not name.startswith("_")}
    return {name.replace("_", " ") for name in names - options}


@pytest.mark.parametrize("suite", BROKEN, ids=lambda suite: suite.__name__)
def test_every_law_is_seen_to_fail(suite: type[ComponentSuite]) -> None:
    assert laws(suite) - laws(ComponentSuite) == set(BROKEN[suite]) - laws(ComponentSuite)


def test_so_are_the_laws_of_all_kinds() -> None:
    found = {*test_suites.FAULTS.values(), *test_solver_laws.FAULTS.values(), *test_suites.OF_ALL_KINDS.values()}
    assert laws(ComponentSuite) <= found
