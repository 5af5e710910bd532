"""What `psrokit bench battles` measures of the full stack: `psrokit run` on the native engine, seen from outside."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import NamedTuple

from psrokit.api import EnvironmentFault
from psrokit_showdown.commands.memory import PeakMemory
from psrokit_showdown.commands.rounds import FORMAT, WORKERS, Round

PLAYERS = ("max_power", "type_switcher", "greedy_damage")
CELLS = len(PLAYERS) * (len(PLAYERS) - 1) // 2
FEWEST = 3000
"""Fewer battles might be recorded in one go, which leaves no time between the first and the last."""
EXPERIMENT = {
    "name": "bench",
    "game": {"use": "showdown", "format": FORMAT, "engine": "native"},
    "population": list(PLAYERS),
    "oracle": "tuned",
    "meta_solver": "nash",
    "executor": {"use": "processes", "workers": WORKERS},
    "iterations": 0,
}
_SECONDS_BETWEEN_LOOKS = 0.01


class _Look(NamedTuple):
    """How much a ledger held, and when that was seen."""

    games: int
    time: float


def run_round(games: int, number: int) -> Round:
    """`psrokit run` with compiled scripted players on two workers: every battle recorded, durably, in a ledger.

    The time is that between the moments when the ledger held its first battles and its last, and the games are those
    recorded between. Raises EnvironmentFault if it does not run.
    """
    pairs = max(FEWEST, games) // CELLS // 2
    with TemporaryDirectory(prefix="psrokit-bench-") as folder, PeakMemory() as memory:
        experiment = Path(folder) / "bench.yaml"
        plan = {**EXPERIMENT, "seed": number, "evaluator": {"use": "sampled", "pairs": pairs}}
        experiment.write_text(json.dumps(plan), encoding="utf-8")
        ledger = Path(folder) / "run" / "run.sqlite"
        first, last = _watched_run(experiment, ledger)
        decisions = _asked(ledger, "SELECT sum(decisions) FROM matches WHERE sequence > ?", first.games)
    return Round(last.games - first.games, decisions, last.time - first.time, memory.bytes)


def _watched_run(experiment: Path, ledger: Path) -> tuple[_Look, _Look]:
    """The first and the last look at the ledger of a run that showed more than before."""
    command = [str(Path(sys.executable).with_name("psrokit")), "run", str(experiment), "--out", str(ledger.parent)]
    told = experiment.with_suffix(".log")
    looks: list[_Look] = []
    with told.open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as run:  # noqa: S603 # our own program
        while run.poll() is None:
            with suppress(sqlite3.OperationalError):  # it is not there yet, or just being made
                looks = _more(looks, _look(ledger))
            sleep(_SECONDS_BETWEEN_LOOKS)
    if run.returncode:
        text = told.read_text(encoding="utf-8", errors="replace").strip()[-500:]
        raise EnvironmentFault(f"psrokit run ended with code {run.returncode}: {text}")
    looks = _more(looks, _look(ledger))
    if len(looks) < 2:
        raise EnvironmentFault("psrokit run recorded all its battles between two looks: measure more games")
    return looks[0], looks[-1]


def _more(looks: list[_Look], look: _Look) -> list[_Look]:
    """The looks with one more, if it shows more than the last; of those between the first and the last none is kept."""
    if look.games <= (looks[-1].games if looks else 0):
        return looks
    return [*looks[:1], look]


def _look(ledger: Path) -> _Look:
    return _Look(_asked(ledger, "SELECT max(sequence) FROM matches"), perf_counter())


def _asked(ledger: Path, question: str, *values: int) -> int:
    """A number out of a ledger, 0 where it knows none. Raises OperationalError while there is no ledger."""
    with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as opened:
        return int(opened.execute(question, values).fetchone()[0] or 0)
