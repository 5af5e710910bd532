"""A run: its folder, how it goes on, and what it refuses to go on with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_runs import EXPERIMENT, SMALL, Noting, kinds, run, with_plugin

from psrokit.errors import InputError, IntegrityError, RunLocked
from psrokit.plan import make_plan
from psrokit.run import execute
from psrokit.run.verify import canonical, verify
from psrokit.store import Run
from psrokit.store.lock import locked


def test_a_run_leaves_a_plain_folder_that_verifies(tmp_path: Path) -> None:
    watcher = Noting()
    finished = run(tmp_path / "run", observers=[watcher])
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == [
        ".lock",
        "experiment.yaml",
        "plan.json",
        "run.sqlite",
        "work",
    ]
    assert (tmp_path / "run" / "experiment.yaml").read_bytes() == EXPERIMENT.read_bytes()
    assert json.loads((tmp_path / "run" / "plan.json").read_text()) == finished.plan
    assert (finished.name, finished.finished, finished.plan["seed"]) == ("chaos", True, 5)
    assert kinds(finished) == ["started", "iteration_finished", "iteration_finished", "finished"]
    assert verify(tmp_path / "run") == []
    assert watcher.phases == [
        (0, "payoff", 4),
        (0, "metric", 4),
        (1, "training", 8),
        (1, "payoff", 8),
        (1, "metric", 4),
    ]
    assert watcher.states == [(0, ("margin",)), (1, ("margin",))]
    assert watcher.matches[-1] == (4, 4)


def test_states_are_complete(tmp_path: Path) -> None:
    first, second = run(tmp_path / "run").states()
    assert [member.name for member in second.population["player"]] == ["weighted", "weighted-2", "response-1"]
    assert second.population["player"][:2] == first.population["player"]
    assert second.table.sizes == (3, 3)
    assert second.table.holes() == []
    assert second.strategy.weights["player"].shape == (3,)
    assert first.matches < second.matches


def test_a_finished_run_is_left_as_it_is(tmp_path: Path) -> None:
    run(tmp_path / "run")
    before = {path: path.read_bytes() for path in (tmp_path / "run").glob("*.*")}
    watcher = Noting()
    assert run(tmp_path / "run", observers=[watcher]).finished
    assert {path: path.read_bytes() for path in (tmp_path / "run").glob("*.*")} == before
    assert watcher == Noting()


def test_more_iterations_continue_a_finished_run(tmp_path: Path) -> None:
    run(tmp_path / "two steps")
    watcher = Noting()
    continued = run(tmp_path / "two steps", "iterations=3", observers=[watcher])
    assert [state for state, _ in watcher.states] == [0, 1, 2, 3]
    assert kinds(continued).count("resumed") == 1
    assert continued.finished
    assert continued.plan["iterations"] == 3
    assert json.loads((tmp_path / "two steps" / "plan.json").read_text()) == continued.plan
    assert verify(tmp_path / "two steps") == []
    run(tmp_path / "one step", "iterations=3")
    assert canonical(tmp_path / "two steps") == canonical(tmp_path / "one step")


def test_executor_and_budget_may_change_between_starts(tmp_path: Path) -> None:
    run(tmp_path / "run", "iterations=0")
    run(tmp_path / "run", "executor={use: serial, in_flight: 1}", "max_failures=3", "name=other")
    run(tmp_path / "other")
    assert canonical(tmp_path / "run") == canonical(tmp_path / "other")


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("seed=6", "seed: 5 there, 6 now"),
        ("oracle.candidates=3", "oracle.candidates: 2 there, 3 now"),
        ("metrics=[]", "metrics: "),
        ("game={use: duel, rounds: 2}", "game.rounds: 3 there, 2 now"),
    ],
)
def test_another_plan_is_refused_and_named(tmp_path: Path, override: str, said: str) -> None:
    run(tmp_path / "run")
    before = canonical(tmp_path / "run")
    with pytest.raises(InputError, match=r"(?s)begun with another plan.*another --out") as caught:
        run(tmp_path / "run", override)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2
    assert canonical(tmp_path / "run") == before
    assert kinds(Run(tmp_path / "run"))[-1] == "finished"


def test_changed_code_of_a_plugin_is_told_and_recorded(tmp_path: Path) -> None:
    experiment = with_plugin(tmp_path, "# a plugin\n")
    run(tmp_path / "run", "iterations=0", experiment=experiment)
    (tmp_path / "extra.py").write_text("# another plugin\n")
    watcher = Noting()
    continued = run(tmp_path / "run", experiment=experiment, observers=[watcher])
    assert len(watcher.said) == 1
    assert watcher.said[0].startswith("not as it was when this run was begun: plugins")
    assert [event.body for event in continued.events() if event.kind == "warning"] == [{"message": watcher.said[0]}]


def test_other_versions_are_told_and_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path / "run", "iterations=0")
    monkeypatch.setattr("psrokit.plan.versions", lambda: {"psrokit": "99"})
    watcher = Noting()
    run(tmp_path / "run", observers=[watcher])
    assert any(
        said.startswith("not as it was when this run was begun: versions.psrokit: ") and said.endswith('"99" now')
        for said in watcher.said
    )


def test_earlier_tables_hold_the_games_that_there_were_then(tmp_path: Path) -> None:
    """A cell gets more games in later iterations, and the run is whole at every one of them."""
    deals = ("evaluator={use: adaptive, pairs: 6, fewest: 2, batch: 1}", "iterations=2")
    states = run(tmp_path / "run", *deals).states()
    assert states[0].table.games[0, 1] < states[-1].table.games[0, 1]
    assert verify(tmp_path / "run") == []


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("irreplaceable")
    with pytest.raises(InputError, match=r"holds something else than a run, such as thesis\.tex"):
        run(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]
    with pytest.raises(InputError, match="is not a folder"):
        run(tmp_path / "thesis.tex")


def test_a_locked_run_is_refused(tmp_path: Path) -> None:
    run(tmp_path / "run")
    with locked(tmp_path / "run"), pytest.raises(RunLocked, match="in use by process"):
        run(tmp_path / "run", "iterations=2")


def test_a_damaged_run_is_not_continued(tmp_path: Path) -> None:
    run(tmp_path / "run")
    ledger = tmp_path / "run" / "run.sqlite"
    content = ledger.read_bytes()
    ledger.write_bytes(content[:4096] + b"\xff" * 4096 + content[8192:])
    with pytest.raises(IntegrityError, match="the ledger is damaged") as caught:
        run(tmp_path / "run", "iterations=2")
    assert caught.value.exit_code == 6


def test_an_observer_sees_recorded_matches_as_done(tmp_path: Path) -> None:
    run(tmp_path / "run", "iterations=0")
    plan = make_plan(EXPERIMENT, SMALL)
    ledger = tmp_path / "run" / "run.sqlite"
    _forget_the_end(ledger)
    watcher = Noting()
    execute(plan, tmp_path / "run", observers=[watcher])
    assert watcher.states[0] == (0, ("margin",))
    assert (0, "payoff", 4) not in watcher.phases, "iteration 0 was complete"
    assert (1, "training", 8) in watcher.phases


def _forget_the_end(ledger: Path) -> None:
    """As if the run had been killed just before it said that it was finished."""
    import sqlite3  # noqa: PLC0415 # only here
    from contextlib import closing  # noqa: PLC0415 # only here

    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("DELETE FROM events WHERE kind = 'finished'")


def test_two_iterations_share_no_training_match(tmp_path: Path) -> None:
    finished = run(tmp_path / "run", "iterations=2")
    purposes: dict[str, set[Any]] = {}
    for row in finished.matches():
        purposes.setdefault(row.purpose, set()).add(row.seed)
    assert set(purposes) == {"payoff", "training", "metric"}
    assert not purposes["payoff"] & purposes["training"]
    assert not purposes["payoff"] & purposes["metric"]
    assert not purposes["training"] & purposes["metric"]
