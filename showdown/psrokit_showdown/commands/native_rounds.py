"""What `psrokit bench battles` measures of the native engine: battles as arrays, and the full stack with its ledger."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Actor, Decisions, EnvironmentFault, Match, PolicyFault, Seat, build, drive, open_lanes, seed
from psrokit_showdown import engine
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.commands.measuring import FORMAT, WORKERS, Round
from psrokit_showdown.commands.memory import PeakMemory
from psrokit_showdown.compiled import playing
from psrokit_showdown.compiled.entries import LONGEST, SEAT_BITS
from psrokit_showdown.compiled.roster import seated
from psrokit_showdown.encoders.entities import encode_entities
from psrokit_showdown.engine import layout
from psrokit_showdown.observation_spaces.gen1_entities import Gen1Entities
from psrokit_showdown.teams import load_teams

_PURPOSE = "bench"
AT_ONCE = 512
MEAN_TICKS = 256
PLAYERS = ("max_power", "type_switcher", "greedy_damage")
CELLS = len(PLAYERS) * (len(PLAYERS) - 1) // 2
EXPERIMENT = {
    "name": "bench",
    "game": {"use": "showdown", "format": FORMAT, "engine": "native"},
    "population": list(PLAYERS),
    "oracle": "tuned",
    "meta_solver": "nash",
    "executor": {"use": "processes", "workers": WORKERS},
    "iterations": 0,
}


def bytes_in_flight() -> int:
    """Memory of one battle in flight: its row, and its actors' generators and memory."""
    table = seated([Match((Random(), Random()), 0, _PURPOSE)])
    actors = sum(array.nbytes for array in (table.players, table.dice, table.memory, table.style))
    return layout.WORDS * np.dtype(np.int16).itemsize + actors


def native_round(games: int, number: int) -> Round:
    """Play `games` battles between compiled random players, in as many threads as there are workers elsewhere."""
    pieces = [min(AT_ONCE, games - first) for first in range(0, games, AT_ONCE)]
    with PeakMemory() as memory, ThreadPoolExecutor(WORKERS) as pool:
        started, spent = perf_counter(), process_time()
        decisions = sum(pool.map(_piece, pieces, [seed(_PURPOSE, number, place) for place in range(len(pieces))]))
        seconds, spent = perf_counter() - started, process_time() - spent
    return Round(games, decisions, seconds, memory.bytes, spent)


def _piece(count: int, piece_seed: int) -> int:
    """Begin and play some battles; the decisions made."""
    rng = np.random.default_rng(piece_seed)
    teams = _packed_teams()
    states = engine.new_states(count)
    seeds = rng.integers(2**64, size=count, dtype=np.uint64)
    drawn = teams[rng.integers(len(teams), size=(count, 2))]
    engine.start(states, np.arange(count), seeds, drawn, engine.clauses(FORMAT))
    table = seated([Match((Random(), Random()), int(one >> np.uint64(1)), _PURPOSE) for one in seeds])
    log, ends = np.empty(count * MEAN_TICKS + LONGEST, np.uint8), np.zeros(count, np.int64)
    first = decisions = 0
    while first < count:
        first = playing.play(states, table, log, ends, first, count)
        used = log[: ends[first - 1]]
        decisions += int(np.count_nonzero(used & ((1 << SEAT_BITS) - 1)) + np.count_nonzero(used >> SEAT_BITS))
    return decisions


@dataclass(frozen=True)
class Linear:
    """A policy in NumPy: fixed weights over the floats of `gen1_entities`, of what is legal the best."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # there is no seat to fill
        """Nobody. Raises PolicyFault: it answers arrays, and is measured in the arena alone."""
        raise PolicyFault("this policy answers arrays: it plays in an arena and has no actor for a single seat")

    def act_rows(self, decisions: Decisions) -> NDArray[np.int64]:
        """One matrix product for all decisions."""
        arrays = encode_entities(decisions.views)
        floats = [arrays[name].reshape(len(decisions.legal), -1) for name in ("pokemon", "actives", "field")]
        scores = np.concatenate(floats, axis=1) @ _weights(decisions.legal.shape[1])
        return np.asarray(np.where(decisions.legal, scores, -np.inf).argmax(axis=1))


@cache
def _weights(actions: int) -> NDArray[np.float32]:
    forms = Gen1Entities().arrays
    inputs = sum(int(np.prod(forms[name].shape)) for name in ("pokemon", "actives", "field"))
    return np.random.default_rng(1).normal(size=(inputs, actions)).astype(np.float32)


def policy_round(games: int, number: int) -> Round:
    """The NumPy policy against itself in the arena: encoding, policy and engine, one thread."""
    both = (Linear(),) * 2
    matches = [Match(both, seed(_PURPOSE, number, game), _PURPOSE) for game in range(games)]
    with open_lanes(build("game", {"use": "showdown", "format": FORMAT, "engine": "native"})) as lanes:
        list(drive(lanes, matches[:2], in_flight=2))
        with PeakMemory() as memory:
            started, spent = perf_counter(), process_time()
            outcomes = [outcome for _, outcome in drive(lanes, matches, in_flight=AT_ONCE)]
            seconds, spent = perf_counter() - started, process_time() - spent
    return Round(games, sum(outcome.decisions for outcome in outcomes), seconds, memory.bytes, spent)


@cache
def _packed_teams() -> NDArray[np.int16]:
    return np.stack([engine.pack_team(named.team) for named in load_teams("builtin", FORMAT)])


def run_round(games: int, number: int) -> Round:
    """`psrokit run` with compiled scripted players on two workers: every battle recorded, durably, in a ledger.

    The time is that from the first match of a payoff table to its last, start-up apart: a second run of the same
    experiment with the fewest games is taken off. Raises EnvironmentFault if it does not run.
    """
    with TemporaryDirectory(prefix="psrokit-bench-") as folder, PeakMemory() as memory:
        empty, full = (_run(Path(folder), number, pairs) for pairs in (2, max(3, games // CELLS // 2)))
    return Round(full[0] - empty[0], full[1] - empty[1], full[2] - empty[2], memory.bytes)


def _run(folder: Path, number: int, pairs: int) -> tuple[int, int, float]:
    """Games, decisions and seconds of a whole run."""
    experiment, out = folder / "bench.yaml", folder / f"run-{pairs}"
    plan = {**EXPERIMENT, "seed": number, "evaluator": {"use": "sampled", "pairs": pairs}}
    experiment.write_text(json.dumps(plan), encoding="utf-8")
    started = perf_counter()
    command = [str(Path(sys.executable).with_name("psrokit")), "run", str(experiment), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # this package's own program
    seconds = perf_counter() - started
    if done.returncode:
        raise EnvironmentFault(f"psrokit run ended with code {done.returncode}: {done.stderr.strip()[-500:]}")
    with sqlite3.connect(out / "run.sqlite") as ledger:
        games, decisions = ledger.execute("SELECT count(*), sum(decisions) FROM matches").fetchone()
    return games, decisions, seconds
