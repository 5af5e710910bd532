"""The newer laws of evaluators and metrics find what is wrong, on the stages where installed ones are checked."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from breaking import broken

from psrokit.catalog import load_catalog
from psrokit.plan import make_plan
from psrokit.testing.installed import STAGES, CannotBeCheckedHere, Installed
from psrokit.testing.rehearsal import rehearsal
from psrokit.testing.suite import checks

HERE = Path(__file__).parent
FAULTS = {
    "evaluator/faulty_halves": "gives each cell the mean of its games",
    "evaluator/faulty_inventing": "counts the games that were played",
    "evaluator/faulty_moving_evaluator": "leaves the global generators alone",
    "evaluator/faulty_unseeded": "does not depend on the global generators",
    "evaluator/faulty_one_sided": "gives mirrored cells the same evidence",
    "evaluator/faulty_bonus": "gives payoffs with the sum of the game",
    "evaluator/faulty_scribbling": "leaves the given table alone",
    "evaluator/faulty_history": "reaches the same table in steps",
    "metric/faulty_first_to_finish": "does not care who finishes first",
    "metric/faulty_interval": "gives each number an interval that holds it",
    "metric/faulty_unitless": "says what its numbers are",
    "metric/faulty_exploitability": "holds the truth where it is known",
    "metric/faulty_evasive": "holds the truth where it is known",
    "metric/faulty_moving_numbers": "leaves the global generators alone",
    "metric/faulty_drawn_numbers": "does not depend on the global generators",
}
LEAST_LAWS = 40


@pytest.fixture(scope="module")
def installed() -> Iterator[Installed]:
    every = Installed(load_catalog([HERE / "faulty_measures.py"]))
    yield every
    every.close()


@pytest.mark.parametrize(("name", "law"), FAULTS.items(), ids=list(FAULTS))
def test_fault_is_found(name: str, law: str, installed: Installed) -> None:
    entry = next(entry for entry in installed.entries if f"{entry.kind}/{entry.name}" == name)
    suites = list(installed.suites(entry))
    assert law in {law for suite in suites for law in broken(suite)}


def test_some_payoffs_of_the_stages_come_from_games_that_metrics_could_look_at_again() -> None:
    purposes = set()
    for stage in STAGES:
        with rehearsal(make_plan(stage)) as place:
            purposes |= place.payoff_purposes
    assert purposes


def test_there_are_forty_laws_and_more(installed: Installed) -> None:
    laws = set()
    for entry in installed.entries:
        try:
            laws |= {(entry.kind, law) for suite in installed.suites(entry) for law, _ in checks(suite)}
        except CannotBeCheckedHere:
            continue
    assert len({law for _, law in laws}) >= LEAST_LAWS
    assert {kind for kind, _ in laws} == {"meta_solver", "evaluator", "metric", "rating", "analyzer"}


def test_pytest_runs_the_laws_when_asked(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text("def test_mine(): pass\n", encoding="utf-8")
    assert "1 passed" in run_pytest(tmp_path)
    said = run_pytest(tmp_path, "--psrokit-conformance", "test_mine.py", "-k", "test_mine or lemke_howson or elo")
    passed = re.search(r"(\d+) passed", said)
    assert passed, said
    assert int(passed[1]) > LEAST_LAWS
    of_kinds = r"psrokit: (\d+) laws \((\d+) of kind meta_solver, (\d+) of kind rating\) on 3 components"
    counted = re.search(of_kinds, said)  # elo is in the name of melo, too
    assert counted, said
    assert int(counted[1]) == int(counted[2]) + int(counted[3])
    assert "failed" not in said
    assert "skipped" not in said


def run_pytest(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False).stdout
