"""What stops a run or is only told: signals, budgets, failures, hooks and parts that raise."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from small_runs import EXPERIMENT, SMALL, Noting, kinds, run, with_plugin

from psrokit.errors import FailureBudgetExceeded, IntegrityError
from psrokit.estimate import Estimate
from psrokit.plan import make_plan
from psrokit.psro import State
from psrokit.run import execute
from psrokit.run.execution import enough
from psrokit.run.verify import canonical, verify
from psrokit.store import Run


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        run(tmp_path / "run", observers=[HangingUp()])
    finally:
        signal.signal(signal.SIGHUP, before)
    assert Run.open(tmp_path / "run").finished


class HangingUp(Noting):
    """The terminal is closed as soon as a state is complete."""

    def state_finished(self, state: State, metrics: Mapping[str, Estimate]) -> None:
        super().state_finished(state, metrics)
        os.kill(os.getpid(), signal.SIGHUP)


def test_until_ends_a_run_early(tmp_path: Path) -> None:
    ended = run(tmp_path / "run", "iterations=9", "until={margin: 100.0}")
    assert [state.iteration for state in ended.states()] == [0]
    assert ended.events()[-1].body == {"iteration": 0, "reason": "until"}
    assert run(tmp_path / "run", "iterations=9", "until={margin: 100.0}").events() == ended.events()
    continued = run(tmp_path / "run", "iterations=2", "until={margin: -100.0}")
    assert continued.events()[-1].body == {"iteration": 2, "reason": "iterations"}


@pytest.mark.parametrize(
    ("iteration", "found", "reason"),
    [
        (0, {"margin": 0.0, "margin:b": 0.5}, "until"),
        (0, {"margin": 0.0, "margin:b": 0.6}, None),
        (0, {"margin": 0.0}, None),
        (1, {}, None),
        (2, {}, "iterations"),
        (2, {"margin": 0.0, "margin:b": 0.0}, "iterations"),
    ],
)
def test_a_goal_is_reached_where_it_is_met_and_all_must_be(
    iteration: int, found: Mapping[str, float], reason: str | None
) -> None:
    plan = make_plan(EXPERIMENT, (*SMALL, "iterations=2"))
    wanted = replace(plan, experiment=replace(plan.experiment, until={"margin": 0.0, "margin:b": 0.5}))
    metrics = {
        name: Estimate.exact(value, kind="gain", convention="none", units="return", method="none")
        for name, value in found.items()
    }
    assert enough(wanted, iteration, metrics) == reason


def test_failures_beyond_the_budget_end_a_run_that_can_go_on(tmp_path: Path) -> None:
    failing = ("game={use: failing_duel, one_in: 6}", "evaluator.pairs=12")
    with pytest.raises(FailureBudgetExceeded, match="matches failed, 0 may"):
        run(tmp_path / "run", *failing)
    stopped = Run.open(tmp_path / "run")
    assert kinds(stopped)[-1] == "stopped"
    assert stopped.events()[-1].body["error"] == "FailureBudgetExceeded"
    assert stopped.counts()["failed"] > 0
    with pytest.raises(FailureBudgetExceeded):
        run(tmp_path / "run", *failing)
    finished = run(tmp_path / "run", *failing, "max_failures=1000")
    assert finished.finished
    assert verify(tmp_path / "run") == []
    run(tmp_path / "generous", *failing, "max_failures=1000")
    assert canonical(tmp_path / "run") == canonical(tmp_path / "generous")
    failures = [row for row in finished.matches() if row.outcome.failure]
    assert {(row.outcome.failure, row.outcome.attempts) for row in failures} == {("broken_dice", 3)}
    assert finished.states()[-1].table.failures.sum() > 0


def test_a_game_that_returns_no_numbers_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError, match=r"the returns are \(nan, 0\.0\)"):
        run(tmp_path / "run", "game={use: nan_duel}")
    assert kinds(Run(tmp_path / "run"))[-1] == "stopped"
    assert Run(tmp_path / "run").counts()["finished"] == 0


RAISING_HOOKS = """
from psrokit.api import hookimpl

@hookimpl
def psrokit_run_started(run, plan):
    raise ZeroDivisionError("at the start")

@hookimpl
def psrokit_iteration_finished(run, state, metrics):
    raise ZeroDivisionError(f"after {state.iteration} with {sorted(metrics)} and {len(run.states())} on disk")

@hookimpl
def psrokit_run_finished(run, error):
    raise SystemExit(f"at the end, {error}")
"""


def test_a_hook_that_raises_is_a_warning(tmp_path: Path) -> None:
    watcher = Noting()
    finished = run(tmp_path / "run", experiment=with_plugin(tmp_path, RAISING_HOOKS), observers=[watcher])
    warnings = [event.body["message"] for event in finished.events() if event.kind == "warning"]
    assert warnings == watcher.said
    assert [warning.partition(" raised ")[2] for warning in warnings] == [
        "ZeroDivisionError: at the start",
        "ZeroDivisionError: after 0 with ['margin'] and 1 on disk",
        "ZeroDivisionError: after 1 with ['margin'] and 2 on disk",
        "SystemExit: at the end, None",
    ]
    assert finished.finished
    run(tmp_path / "plain")
    assert canonical(tmp_path / "run") == canonical(tmp_path / "plain")


RAISING_ORACLE = """
from dataclasses import dataclass
from psrokit.api import oracle

@oracle("raising")
@dataclass(frozen=True)
class Raising:
    def respond(self, task):
        raise ZeroDivisionError("a defect of this oracle")
"""


def test_an_oracle_that_raises_leaves_the_last_good_state(tmp_path: Path) -> None:
    experiment = with_plugin(tmp_path, RAISING_ORACLE, oracle="raising")
    plan = make_plan(experiment, ("evaluator.pairs=2",))
    with pytest.raises(ZeroDivisionError):
        execute(plan, tmp_path / "run")
    stopped = Run.open(tmp_path / "run")
    assert [state.iteration for state in stopped.states()] == [0]
    assert stopped.events()[-1].body == {"error": "ZeroDivisionError", "message": "a defect of this oracle"}
    assert not stopped.finished
    assert verify(tmp_path / "run") == []


PREPARED_GAME = """
from dataclasses import dataclass
from pathlib import Path
from psrokit.api import game

import psrokit.plugins.loose
parts = psrokit.plugins.loose.load_loose(Path(__file__).with_name("parts.py"))

@game("prepared")
@dataclass(frozen=True)
class Prepared(parts.Duel):
    def prepare(self, tell):
        tell("shuffling the cards")
"""


def test_a_game_is_prepared_once_before_it_is_played(tmp_path: Path) -> None:
    experiment = with_plugin(tmp_path, PREPARED_GAME, game="prepared")
    watcher = Noting()
    run(tmp_path / "run", experiment=experiment, observers=[watcher])
    assert watcher.said == ["shuffling the cards"]


TWICE = """
from dataclasses import dataclass
from psrokit.api import Estimate, metric

@metric("echo")
@dataclass(frozen=True)
class Echo:
    def measure(self, measurement):
        estimate = Estimate.exact(0.0, kind="gain", convention="per player", units="return", method="none")
        return {"margin": estimate}
"""


def test_two_metrics_of_one_name_are_refused(tmp_path: Path) -> None:
    experiment = with_plugin(tmp_path, TWICE, metrics="[margin, echo]")
    with pytest.raises(IntegrityError, match="two metrics of this experiment measure 'margin'"):
        run(tmp_path / "run", experiment=experiment)
