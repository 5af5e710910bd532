"""`psrokit analyze`: the same answer on the command line, and what it says of tables that it cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psrokit.api import analyze, read_table
from psrokit.cli.app import call

PHASE0 = Path(__file__).parent / "tables_data/phase0.csv"


def test_the_command_says_the_same_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page, saved = tmp_path / "p.html", tmp_path / "t.parquet"
    arguments = ["analyze", str(PHASE0), "--resamples", "20", "--html", str(page), "--save", str(saved)]
    assert call([*arguments, "--only", "equilibrium", "--only", "records", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data["findings"]) == {"equilibrium", "records"}
    estimate = data["findings"]["equilibrium"]["sheets"][0]["rows"][0][1]
    assert {"value", "low", "high", "kind", "convention", "units", "n", "method"} <= set(estimate)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert read_table(saved).names["player"][0] == "SyntheticRLV2"


def test_the_command_takes_games_and_explains_what_is_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("p,a,b\na,,0.52\nb,0.48,\n")
    assert call(["analyze", str(rates), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["place"] == f"{rates}:2:4"
    assert call(["analyze", str(rates), "--games", "50", "--resamples", "10", "--only", "records"]) == 0
    assert "26 to 24 of a against b is no evidence" in " ".join(capsys.readouterr().out.split())
    assert call(["analyze", str(tmp_path)]) == 2
    assert "this folder is no run" in capsys.readouterr().err


def test_a_run_is_a_table_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["demo", "--out", str(tmp_path / "kuhn"), "--json"]) == 0
    capsys.readouterr()
    answer = analyze(tmp_path / "kuhn", resamples=10, only=["equilibrium", "exploitability"])
    assert answer.question.named.source.startswith("run demo, iteration")
    assert answer["equilibrium"].sheets[0].rows
