"""Progress: counted rightly, a panel on a terminal, lines elsewhere, never both."""

from __future__ import annotations

import os
import pty
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from shell import SAMPLED, Shell, start

from psrokit.cli.progress import SECONDS_BETWEEN_LINES, Progress, heaviest, panel, progress
from psrokit.cli.tally import WINDOW_SECONDS, Tally


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_speed_and_remaining_time_are_measured() -> None:
    clock = Clock()
    tally = Tally(iterations=3, clock=clock)
    tally.begin(1, "payoff", 100)
    assert tally.rate is None
    assert tally.phase_seconds is None
    for done in range(1, 41):
        clock.now += 0.5
        tally.count(done, 100)
    assert tally.rate == pytest.approx(2)
    assert tally.phase_seconds == pytest.approx(30)


def test_matches_answered_from_the_ledger_soon_stop_counting() -> None:
    clock = Clock()
    tally = Tally(iterations=3, clock=clock)
    tally.begin(1, "payoff", 10_000)
    clock.now += 2
    tally.count(5_000, 10_000)
    for done in range(5_001, 5_001 + round(WINDOW_SECONDS) + 2):
        clock.now += 1
        tally.count(done, 10_000)
    assert tally.rate == pytest.approx(1, rel=0.05)


def test_the_other_iterations_are_expected_to_take_as_long_as_the_last() -> None:
    clock = Clock()
    tally = Tally(iterations=5, clock=clock)
    for iteration in range(3):
        tally.end_iteration(iteration)
        clock.now += 60
    assert tally.run_seconds == pytest.approx(180)


def test_lines_come_now_and_then() -> None:
    clock, said = Clock(), list[str]()
    watcher = Progress(Tally(iterations=2, clock=clock), said.append, SECONDS_BETWEEN_LINES)
    watcher.phase_started(1, "payoff", 2000)
    for done in range(1, 1101):
        clock.now += 0.02
        watcher.match_finished(done, 2000)
    assert SECONDS_BETWEEN_LINES == 5
    assert len(said) == 5, "at 0, 5, 10, 15 and 20 of 22 seconds"
    assert re.fullmatch(r"iteration 1/2  filling the payoff table  \d+/2000  50.0/s  .* left", said[2])


def test_what_is_told_cannot_steer_the_terminal() -> None:
    said = list[str]()
    Progress(Tally(iterations=1), said.append, 1).told("red \x1b[31m")
    assert said == ["red �[31m"]


def test_the_panel_shows_the_phase() -> None:
    tally = Tally(iterations=4)
    tally.begin(2, "training", 50)
    tally.count(20, 50)
    screen = Console(width=120, record=True)
    screen.print(panel(tally))
    assert "iteration 2 of 4" in screen.export_text(clear=False)
    assert re.search(r"training a response .* 20/50", screen.export_text())


def test_the_heaviest_members_come_first() -> None:
    assert heaviest(["a", "b", "c", "d", "e"], np.array([0.1, 0.5, 0.0, 0.3, 0.1])) == "b 0.50, d 0.30, a 0.10"


def test_without_a_terminal_there_are_lines(shell: Shell) -> None:
    said = shell("run", "sampled.yaml")
    lines = said.err.splitlines()
    assert [line for line in lines if line.startswith("iteration 2 done")]
    assert not re.search(r"\x1b|\r", said.err)


def test_on_a_terminal_there_is_a_panel_and_results_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "sampled.yaml").write_text(SAMPLED, encoding="utf-8")
    terminal, its_end = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    run = start(tmp_path, "run", "sampled.yaml", "--json", stderr=its_end, env=environment)
    os.close(its_end)
    shown = read_all(terminal)
    out, _ = run.communicate()
    assert run.returncode == 0
    assert out.startswith("{")
    assert "\x1b[?25l" in shown, "the cursor is hidden while the panel is there"
    assert shown.count("\x1b[?25h") >= 1, "and shown again afterwards"
    assert "iteration 2 of 2" in shown
    assert "iteration 2/2" not in shown, "no plain lines beside the panel"
    assert "iteration 2 done" in shown


def test_whoever_waits_at_a_terminal_sees_a_sign_of_life(shell: Shell) -> None:
    shell("run", "kuhn.yaml")
    for words, sign in ((("verify",), "hashing"), (("analyze", "--only", "equilibrium"), "working out")):
        terminal, its_end = pty.openpty()
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
        verb = start(Path.cwd(), *words, "runs/kuhn", "--json", stderr=its_end, env=environment)
        os.close(its_end)
        shown = read_all(terminal)
        out, _ = verb.communicate()
        assert sign in shown
        assert shown.count("\x1b[?25h") >= 1, "the cursor is there again"
        assert out.startswith("{")
        assert sign not in shell(*words, "runs/kuhn").err


def read_all(terminal: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode(errors="replace")


def test_the_observer_fits_where_standard_error_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    with progress(3) as observer:
        assert isinstance(observer, Progress)
        assert observer.pause == SECONDS_BETWEEN_LINES
