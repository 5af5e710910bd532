"""Runs: what they leave on disk, how they stop, how they go on."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from psrokit.errors import FailureBudgetExceeded, InputError, IntegrityError, RunLocked
from psrokit.estimate import Estimate
from psrokit.plan import make_plan
from psrokit.psro import State
from psrokit.run import execute
from psrokit.run.verify import canonical, verify
from psrokit.store import Run
from psrokit.store.lock import locked

CHAOS = Path(__file__).parents[1] / "chaos"
EXPERIMENT = CHAOS / "experiment.yaml"
SMALL = ("iterations=1", "evaluator.pairs=2", "oracle.candidates=2", "oracle.deals=2", "metrics.0.deals=2")


@dataclass
class Noting:
    """An observer that remembers."""

    said: list[str] = field(default_factory=list)
    phases: list[tuple[int, str, int]] = field(default_factory=list)
    matches: list[tuple[int, int]] = field(default_factory=list)
    states: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def told(self, message: str) -> None:
        self.said.append(message)

    def phase_started(self, iteration: int, purpose: str, planned: int) -> None:
        self.phases.append((iteration, purpose, planned))

    def match_finished(self, done: int, planned: int) -> None:
        self.matches.append((done, planned))

    def state_finished(self, state: State, metrics: Mapping[str, Estimate]) -> None:
        self.states.append((state.iteration, tuple(metrics)))


def run(folder: Path, *overrides: str, observers: Sequence[Noting] = (), experiment: Path = EXPERIMENT) -> Run:
    return execute(make_plan(experiment, (*SMALL, *overrides)), folder, observers=observers)


def kinds(run: Run) -> list[str]:
    return [event.kind for event in run.events()]


def with_plugin(folder: Path, plugin: str, **changes: str) -> Path:
    """The experiment with one more plugin file, and some of its lines changed."""
    shutil.copy(CHAOS / "parts.py", folder)
    (folder / "extra.py").write_text(plugin)
    text = EXPERIMENT.read_text().replace("[parts.py]", "[parts.py, extra.py]")
    for key, value in changes.items():
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.splitlines()]
        text = "\n".join(lines) + "\n"
    path = folder / "experiment.yaml"
    path.write_text(text)
    return path


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
    raise ZeroDivisionError(f"at the end, {error}")
"""


def test_a_hook_that_raises_is_a_warning(tmp_path: Path) -> None:
    watcher = Noting()
    finished = run(tmp_path / "run", experiment=with_plugin(tmp_path, RAISING_HOOKS), observers=[watcher])
    warnings = [event.body["message"] for event in finished.events() if event.kind == "warning"]
    assert warnings == watcher.said
    assert [warning.partition("ZeroDivisionError: ")[2] for warning in warnings] == [
        "at the start",
        "after 0 with ['margin'] and 1 on disk",
        "after 1 with ['margin'] and 2 on disk",
        "at the end, None",
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
