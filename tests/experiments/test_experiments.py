"""Every experiment has a smoke form that runs, verifies, and leaves nothing behind; every full form can be planned."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "experiments"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def psrokit(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", "from psrokit.cli import main; main()", *arguments]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_every_experiment_has_a_smoke_form() -> None:
    assert sorted(path.stem for path in (FOLDER / "smoke").glob("*.yaml")) == NAMES
    assert {"rps", "kuhn", "leduc", "kuhn_q", "gen1ou"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_smoke_form_runs_and_verifies(name: str, tmp_path: Path) -> None:
    psrokit(tmp_path, "run", str(FOLDER / "smoke" / f"{name}.yaml"), "--out", "run")
    psrokit(tmp_path, "verify", "run")
    status = json.loads(psrokit(tmp_path, "status", "run", "--json"))
    assert status["finished"] is True
    assert status["games"]["failed"] == 0
    assert (tmp_path / "run" / "report.html").stat().st_size > 10_000
    assert {path.name for path in tmp_path.iterdir()} == {"run"}


@pytest.mark.parametrize("name", NAMES)
def test_the_full_form_can_be_planned(name: str, tmp_path: Path) -> None:
    plan = json.loads(psrokit(tmp_path, "plan", str(FOLDER / f"{name}.yaml"), "--json"))
    assert plan
    assert list(tmp_path.iterdir()) == []
