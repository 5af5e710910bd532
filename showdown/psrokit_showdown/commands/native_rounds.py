"""What `psrokit bench battles` measures of the native engine in one process: battles as arrays, and a NumPy policy."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Actor, Decisions, Match, PolicyFault, Seat, build, drive, open_lanes, seed
from psrokit_showdown import engine
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.commands.memory import PeakMemory
from psrokit_showdown.commands.rounds import FORMAT, WORKERS, Round
from psrokit_showdown.compiled import playing
from psrokit_showdown.compiled.entries import LONGEST, SEAT_BITS
from psrokit_showdown.compiled.roster import seated
from psrokit_showdown.encoders.entities import encode_entities
from psrokit_showdown.observation_spaces.gen1_entities import Gen1Entities
from psrokit_showdown.teams import load_teams

_PURPOSE = "bench"
AT_ONCE = 512
MEAN_TICKS = 256


def bytes_in_flight() -> int:
    """Memory of one battle in flight: its row, what may be chosen in it, and its actors' generators and memory."""
    states, table = engine.new_states(1), seated([Match((Random(), Random()), 0, _PURPOSE)])
    held = (states, engine.legal(states), table.players, table.dice, table.memory, table.style)
    return sum(array.nbytes for array in held)


def warm_up(tell: Callable[[str], None]) -> None:
    """Compile and load everything, by playing a little of what is measured; `tell` hears of what is compiled."""
    engine.prepare(tell)
    playing.prepare(tell)
    native_round(2, 0)
    policy_round(2, 0)


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
    game = build("game", {"use": "showdown", "format": FORMAT, "engine": "native"})
    with open_lanes(game) as lanes, PeakMemory() as memory:
        started, spent = perf_counter(), process_time()
        outcomes = [outcome for _, outcome in drive(lanes, matches, in_flight=AT_ONCE)]
        seconds, spent = perf_counter() - started, process_time() - spent
    return Round(games, sum(outcome.decisions for outcome in outcomes), seconds, memory.bytes, spent)


@cache
def _packed_teams() -> NDArray[np.int16]:
    return np.stack([engine.pack_team(named.team) for named in load_teams("builtin", FORMAT)])
