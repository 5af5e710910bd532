"""A run that is stopped says how to go on, leaves no process behind and loses nothing."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from shell import start

SLOW = """
plugins: [slow.py]
name: slow
game: slow
population: [{use: pure, action: 0}, {use: pure, action: 1}]
oracle: tabular_q
meta_solver: nash
evaluator: {use: sampled, pairs: 500}
executor: {use: EXECUTOR}
iterations: 0
"""
GAME = '''
import time
from dataclasses import dataclass

import numpy as np

from psrokit.api import Observation, game


class Episode:
    def __init__(self):
        self.over = False

    def pending(self):
        return {} if self.over else {seat: Observation(None, (0, 1)) for seat in (0, 1)}

    def advance(self, actions):
        time.sleep(0.02)
        self.over = True

    def returns(self):
        return np.zeros(2)


@game("slow")
@dataclass(frozen=True)
class Slow:
    """Takes its time."""

    seats = ("player", "player")
    utility_sum = 0.0

    def deal(self, seed):
        return Episode()
'''


@pytest.mark.parametrize("executor", ["serial", "processes"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_can_be_continued(tmp_path: Path, number: signal.Signals, executor: str) -> None:
    (tmp_path / "slow.py").write_text(GAME, encoding="utf-8")
    (tmp_path / "slow.yaml").write_text(SLOW.replace("EXECUTOR", executor), encoding="utf-8")
    run = start(tmp_path, "run", "slow.yaml", "--set", "seed=3", start_new_session=True)
    wait_for_games(tmp_path / "runs/slow/run.sqlite")
    os.kill(run.pid, number)
    out, err = run.communicate(timeout=30)
    assert run.returncode == 130, err
    assert err.rstrip().endswith("Continue with: psrokit run slow.yaml --set seed=3")
    assert "Traceback" not in err
    assert out == ""
    assert not group_members(run.pid)


def test_a_second_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(GAME, encoding="utf-8")
    (tmp_path / "slow.yaml").write_text(SLOW.replace("EXECUTOR", "processes"), encoding="utf-8")
    run = start(tmp_path, "run", "slow.yaml", start_new_session=True)
    wait_for_games(tmp_path / "runs/slow/run.sqlite")
    for _ in range(2):
        os.killpg(run.pid, signal.SIGINT)
        time.sleep(0.02)
    _, err = run.communicate(timeout=10)
    # The second may meet an interpreter that is already leaving, which then dies of it: to a shell that is 130 too.
    assert run.returncode in (130, -signal.SIGINT), err
    assert not group_members(run.pid)


def test_stopped_verbs_say_so_in_json(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(GAME, encoding="utf-8")
    (tmp_path / "slow.yaml").write_text(SLOW.replace("EXECUTOR", "serial"), encoding="utf-8")
    run = start(tmp_path, "run", "slow.yaml", "--json")
    wait_for_games(tmp_path / "runs/slow/run.sqlite")
    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=30)
    assert run.returncode == 130
    assert '"kind": "interrupted"' in out


def wait_for_games(ledger: Path) -> None:
    """Until some games are recorded: the log beside the ledger grows."""
    log, until = ledger.with_name(ledger.name + "-wal"), time.monotonic() + 60
    while not (log.exists() and log.stat().st_size > 100_000):
        assert time.monotonic() < until, "no game was played"
        time.sleep(0.02)


def group_members(group: int) -> list[int]:
    """The processes of a session that still run, a moment after its leader ended."""
    until = time.monotonic() + 5
    while (left := _members(group)) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _members(group: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found
