"""The README's code is run as it stands: the Python, the oracle beside a YAML, and the commands around it."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, after: str) -> str:
    """The first fenced block of a language after a piece of text."""
    found = re.search(rf"^```{language}\n(.*?)^```$", README[README.index(after) :], re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def psrokit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from psrokit.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "try_all.py").write_text(block("python", "`try_all.py`:"), encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(block("yaml", "`mine.yaml`:"), encoding="utf-8")
    return tmp_path


def test_ten_lines_of_python(tmp_path: Path) -> None:
    code = block("python", "## Ten lines of Python")
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr
    last = result.stdout.splitlines()[-1].split()
    assert last[0] == "6"
    assert float(last[1]) == pytest.approx(-1 / 18)


def test_your_own_oracle_runs_resumes_and_is_listed(mine: Path) -> None:
    first = psrokit(mine, "run", "mine.yaml", "--out", "runs/mine", "--set", "iterations=1")
    assert first.returncode == 0, first.stdout + first.stderr
    second = psrokit(mine, "run", "mine.yaml", "--out", "runs/mine")
    assert second.returncode == 0, second.stdout + second.stderr
    status = json.loads(psrokit(mine, "status", "runs/mine", "--json").stdout)
    assert status["finished"] is True
    assert status["iteration"] == 4
    assert len(status["population"]["row"]) == 3
    assert status["metrics"]["nash_conv"]["value"] == pytest.approx(0, abs=1e-12)
    listed = psrokit(mine, "plugins", "list", "mine.yaml", "--json")
    assert "try_all" in listed.stdout


def test_the_conformance_suite_checks_it(mine: Path) -> None:
    result = psrokit(mine, "plugins", "check", "try_all", "mine.yaml")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "try_all" in result.stdout


def test_a_misspelt_option_gets_a_suggestion(mine: Path) -> None:
    text = (mine / "mine.yaml").read_text(encoding="utf-8").replace("pairs: 20", "pears: 20")
    (mine / "mine.yaml").write_text(text, encoding="utf-8")
    result = psrokit(mine, "plan", "mine.yaml")
    assert result.returncode == 2
    assert re.search(r"mine\.yaml:4:\d+: .*pears.*pairs", result.stderr, re.DOTALL)
    assert "Traceback" not in result.stderr


def test_the_tree_is_true() -> None:
    written = runpy.run_path(str(ROOT / "docs" / "tree.py"))["written"]
    assert written(README) == README, "the tree has changed: make docs"
