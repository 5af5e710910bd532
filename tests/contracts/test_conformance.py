"""The laws of installed components: on which stages they are tried, and the option with which pytest runs them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from psrokit.catalog import load_catalog
from psrokit.plan import make_plan
from psrokit.testing.installed import ON_STAGES, STAGES, WITHOUT_A_GAME, CannotBeCheckedHere, Installed
from psrokit.testing.rehearsal import rehearsal
from psrokit.testing.suite import laws

LEAST_LAWS = 40


@pytest.fixture(scope="module")
def installed() -> Iterator[Installed]:
    every = Installed(load_catalog())
    yield every
    every.close()


def test_some_payoffs_of_the_stages_come_from_games_that_metrics_could_look_at_again() -> None:
    purposes = set()
    for stage in STAGES:
        with rehearsal(make_plan(stage)) as place:
            purposes |= place.payoff_purposes
    assert purposes


def test_there_are_forty_laws_and_more(installed: Installed) -> None:
    found = set()
    for entry in installed.entries:
        with suppress(CannotBeCheckedHere):
            found |= {(entry.kind, law) for suite in installed.suites(entry) for law, _ in laws(suite)}
    assert len({law for _, law in found}) >= LEAST_LAWS
    assert {kind for kind, _ in found} == {*WITHOUT_A_GAME, *ON_STAGES}


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
