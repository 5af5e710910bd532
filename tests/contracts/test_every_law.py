"""Every law of every kind has a component that breaks it: no check that cannot fail.

So has every wrong answer on the page about testing components.
"""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import test_measure_laws
import test_rating_laws
import test_solver_laws
import test_space_suites
import test_suites

from psrokit.component import KINDS
from psrokit.testing.action_space import ActionSpaceSuite
from psrokit.testing.analyzer import AnalyzerSuite
from psrokit.testing.evaluator import EvaluatorSuite
from psrokit.testing.executor import ExecutorSuite
from psrokit.testing.game import GameSuite
from psrokit.testing.meta_solver import MetaSolverSuite
from psrokit.testing.metric import MetricSuite
from psrokit.testing.observation_space import ObservationSpaceSuite
from psrokit.testing.oracle import OracleSuite
from psrokit.testing.policy import PolicySuite
from psrokit.testing.rating import RatingSuite
from psrokit.testing.reward import RewardSuite
from psrokit.testing.suite import ComponentSuite
from psrokit.testing.table_format import TableFormatSuite


def of_kind(kind: str) -> set[str]:
    """The laws that a faulty component of the kind is seen to break, where the tests name kind and component."""
    faults = (test_suites.FAULTS, test_measure_laws.FAULTS, test_space_suites.FAULTS)
    named = [*(fault for file in faults for fault in file.items()), *test_space_suites.MORE]
    return {law for name, law in named if name.partition("/")[0] == kind}


BROKEN: dict[type[ComponentSuite], Iterable[str]] = {
    MetaSolverSuite: {
        *test_solver_laws.FAULTS.values(),
        *(law for _, law in {*test_solver_laws.MORE, *test_solver_laws.OTHERS}),
    },
    ActionSpaceSuite: of_kind("action_space"),
    EvaluatorSuite: of_kind("evaluator"),
    ExecutorSuite: of_kind("executor"),
    GameSuite: of_kind("game"),
    MetricSuite: of_kind("metric"),
    ObservationSpaceSuite: of_kind("observation_space"),
    OracleSuite: of_kind("oracle"),
    PolicySuite: of_kind("policy"),
    RewardSuite: of_kind("reward"),
    TableFormatSuite: of_kind("table_format"),
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


def test_no_kind_is_left_out() -> None:
    assert {suite.__module__.rpartition(".")[2] for suite in BROKEN} == set(KINDS)


def test_so_are_the_laws_of_all_kinds() -> None:
    found = {*test_suites.FAULTS.values(), *test_solver_laws.FAULTS.values(), *test_suites.OF_ALL_KINDS.values()}
    assert laws(ComponentSuite) <= found


PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "test-a-component.md"


def test_each_wrong_answer_on_the_page_breaks_its_law() -> None:
    rows = re.findall(r"^\| [^|]+ \| (\w+) \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    broken = {(suite.__module__.rpartition(".")[2], law) for suite, laws in BROKEN.items() for law in laws}
    broken |= {(name.partition("/")[0], law) for name, law in test_suites.OF_ALL_KINDS.items()}
    assert len(rows) > 10
    assert set(rows) - {("kind", "law")} <= broken


def test_what_the_page_shows_runs() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    subprocess.run([sys.executable, "-c", code], timeout=300, check=True)
