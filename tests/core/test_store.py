"""Runs read: live, moved, on media that cannot be written, and where there is none."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from psrokit import store
from psrokit.errors import InputError, IntegrityError
from psrokit.plan import make_plan
from psrokit.run import execute
from psrokit.run.verify import canonical, verify
from psrokit.store import NoRun, Run
from psrokit.store.ledger import SCHEMA_VERSION
from psrokit.store.rows import json_text, population_data, strategy_data
from psrokit.store.writer import LedgerWriter

CHAOS = Path(__file__).parents[1] / "chaos"
SMALL = ("iterations=1", "evaluator.pairs=2", "oracle.candidates=2", "oracle.deals=2", "metrics.0.deals=2")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("done") / "run"
    execute(make_plan(CHAOS / "experiment.yaml", SMALL), folder)
    return folder


@pytest.fixture
def copy(done: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(done, tmp_path / "run"))


def test_a_run_tells_what_it_found(done: Path) -> None:
    run = Run.open(str(done))
    assert run.counts() == {
        "finished": 28,
        "failed": 0,
        "purposes": {
            "metric": {"finished": 8, "failed": 0},
            "payoff": {"finished": 12, "failed": 0},
            "training": {"finished": 8, "failed": 0},
        },
    }
    assert [(metric.iteration, metric.name) for metric in run.metrics()] == [(0, "margin"), (1, "margin")]
    assert run.metrics()[0].estimate.kind == "gain"
    assert len(list(run.matches("training"))) == 8
    assert {name for row in run.matches() for name in row.policies} == set(run.specs())
    assert run.digest == run.plan["digest"]


def test_a_moved_run_opens(copy: Path, done: Path, tmp_path: Path) -> None:
    moved = copy.rename(tmp_path / "what a name? #1")
    assert canonical(moved) == canonical(done)
    assert verify(moved) == []


def test_reading_changes_nothing(copy: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in copy.rglob("*")}
    run = Run.open(copy)
    run.states(), run.metrics(), run.counts(), list(run.matches()), verify(copy)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in copy.rglob("*")} == before


def test_a_live_ledger_is_read_where_nothing_can_be_written(
    copy: Path, done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite needs side files to read a live ledger; without the right to make them, a private copy is read."""
    with closing(LedgerWriter.open(copy / "run.sqlite")) as ledger:
        ledger.add_event("warning", {"message": "in the log, not yet in the file"})
        frozen = tmp_path / "frozen"
        shutil.copytree(copy, frozen)
    monkeypatch.setattr(store, "_open", lambda _path: None)
    assert Run.open(frozen).events()[-1].body == {"message": "in the log, not yet in the file"}
    assert canonical(frozen) == canonical(done)


def test_where_no_run_is(tmp_path: Path) -> None:
    with pytest.raises(NoRun, match=r"(?s)there is no run in .*psrokit run EXPERIMENT\.yaml --out"):
        Run.open(tmp_path / "nowhere")
    (tmp_path / "run.sqlite").touch()
    with pytest.raises(NoRun):
        Run.open(tmp_path)
    with pytest.raises(NoRun):
        verify(tmp_path)
    LedgerWriter.open(tmp_path / "run.sqlite").close()
    with pytest.raises(NoRun):
        Run.open(tmp_path)


def change(folder: Path, query: str) -> None:
    with closing(sqlite3.connect(folder / "run.sqlite", isolation_level=None)) as connection:
        connection.execute(query)


def test_a_run_of_a_newer_psrokit_is_refused(copy: Path) -> None:
    change(copy, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(InputError, match="this psrokit knows versions up to"):
        Run.open(copy)
    assert "this psrokit knows versions up to" in verify(copy)[0]


def test_a_run_that_is_no_database_is_refused(copy: Path) -> None:
    (copy / "run.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(IntegrityError, match="not a database"):
        Run.open(copy)
    assert "not a database" in verify(copy)[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("DELETE FROM matches WHERE sequence = 3", "1 matches are missing"),
        ("DELETE FROM matches WHERE sequence > 20", "matches that it is made of are missing"),
        ("DELETE FROM iterations WHERE iteration = 0", "iteration 0 is missing"),
        ("DELETE FROM events WHERE sequence = 2", "events are missing"),
        ("DELETE FROM events", "the run has no beginning"),
        ("DELETE FROM policies", "names a policy that is not recorded"),
        ("UPDATE matches SET attempts = 2 WHERE sequence = 5", "row 5 of matches is damaged"),
        ("UPDATE iterations SET strategy = '{}' WHERE iteration = 1", "row 1 of iterations is damaged"),
    ],
)
def test_tampering_is_named(copy: Path, query: str, said: str) -> None:
    change(copy, "PRAGMA foreign_keys = OFF")
    change(copy, query)
    assert any(said in problem for problem in verify(copy)), verify(copy)


def reseal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forge as well as one can: every checksum fits, whatever the row says."""
    monkeypatch.setattr("psrokit.store.ledger._trusted", lambda _table, row, _path: row)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("UPDATE matches SET returns = '[0.9,-0.9]' WHERE sequence = 1", "its match rows give"),
        ("UPDATE matches SET seed = seed + 1 WHERE sequence = 1", "match 1 has the key of another match"),
        ("UPDATE matches SET purpose = 'training' WHERE sequence = 1", "match 1 has the key of another match"),
        ("UPDATE metrics SET iteration = 7 WHERE iteration = 1", "iteration 7 has metrics and was not measured"),
        ("DELETE FROM events WHERE kind = 'iteration_finished'", "iterations [] are measured, of 0 to 1"),
        (
            "UPDATE iterations SET strategy = replace(strategy, '0.', '0.0') WHERE iteration = 0",
            "is no distribution",
        ),
        (
            "UPDATE iterations SET payoffs = replace(payoffs, 'ties\":0', 'ties\":[[0,1],[0,0]]') WHERE iteration = 0",
            "ties of the payoff table at (0, 1)",
        ),
    ],
)
def test_forged_rows_contradict_each_other(copy: Path, monkeypatch: pytest.MonkeyPatch, query: str, said: str) -> None:
    reseal(monkeypatch)
    change(copy, "PRAGMA foreign_keys = OFF")
    change(copy, query)
    assert any(said in problem for problem in verify(copy)), verify(copy)


def test_a_run_that_ended_before_it_measured_is_whole(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reseal(monkeypatch)
    change(copy, "DELETE FROM events WHERE sequence >= 3")  # what was told of the last iteration
    change(copy, "DELETE FROM metrics WHERE iteration = 1")
    assert [event.kind for event in Run.open(copy).events()] == ["started", "iteration_finished"]
    assert verify(copy) == []


def test_a_population_that_lost_members_is_named(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reseal(monkeypatch)
    members = list(Run.open(copy).states())[1].population["player"]
    forged = json_text(population_data({"player": members[::-1]}))
    change(copy, f"UPDATE iterations SET population = '{forged}' WHERE iteration = 1")  # noqa: S608 # ours
    assert "iteration 1: the population lost members of iteration 0" in verify(copy)


def test_a_forged_strategy_does_not_solve_its_table(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reseal(monkeypatch)
    forged = '{"weights":{"player":[0.25,0.75]},"joint":null,"certificate":{}}'
    change(copy, f"UPDATE iterations SET strategy = '{forged}' WHERE iteration = 0")  # noqa: S608 # ours
    assert verify(copy) == ["iteration 0: the strategy of role 'player' does not solve its payoff table"]


def test_a_forged_joint_strategy_does_not_solve_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "run"
    execute(make_plan(CHAOS / "experiment.yaml", (*SMALL, "meta_solver=cce")), folder)
    assert verify(folder) == []
    reseal(monkeypatch)
    strategy = Run.open(folder).states()[-1].strategy
    assert strategy.joint is not None
    forged = json_text(strategy_data(replace(strategy, joint=strategy.joint[::-1, ::-1])))
    change(folder, f"UPDATE iterations SET strategy = '{forged}' WHERE iteration = 1")  # noqa: S608 # ours
    assert verify(folder) == ["iteration 1: the joint strategy does not solve its payoff table"]
