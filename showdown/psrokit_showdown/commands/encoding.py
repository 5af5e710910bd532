"""`psrokit bench encode`: processor time a decision costs in each observation space, action space and reward."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from time import process_time
from typing import Any

import numpy as np

from psrokit.api import Observation, ObservationSpace, build, discover
from psrokit_showdown import engine
from psrokit_showdown.commands.decisions import Watched, watched
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.encoders.of_space import RowEncoder, row_encoder
from psrokit_showdown.encoders.seat_rows import SeatRows, no_notes
from psrokit_showdown.memo import forget_all

FORMAT = "gen1ou"
PACKAGE = __name__.partition(".")[0]
BATCH = 256
"""Rows encoded by one call."""
ROWS_A_ROUND = 50_000
"""A round encodes at least so many: fewer take less time than the clock can tell."""
Figures = Mapping[str, float]
Measured = Mapping[str, Mapping[str, Any]]


def show_costs(games: int, rounds: int, *, as_json: bool) -> None:
    """Play, measure and say."""
    engine.prepare(tell)
    given = watched(FORMAT, games)
    decisions = len(given.rows.states)
    costs = {kind: _measured(kind, given, rounds) for kind in _WORK}
    rows = _rows_measured(given, rounds)
    if as_json:
        counts = {"format": FORMAT, "decisions": decisions, "rounds": rounds, "batch": BATCH}
        say_json({**counts, "microseconds": costs, "rows": rows})
        return
    say(f"Processor time a decision, {decisions} decisions of {games} random {FORMAT} battles, {rounds} rounds:")
    for kind, measured in costs.items():
        for name, figures in measured.items():
            say(f"{kind} {name}: median {figures['median']:.1f}, least {figures['least']:.1f} microseconds")
    say(f"Rows of the native engine, {BATCH} by one compiled call, beside the same decisions one by one:")
    for name, found in rows.items():
        say(
            f"{name}: {found['rows']['median']:.2f} microseconds ({found['rows_per_second']:,.0f} a second), "
            f"one by one {found['one_by_one']['median']:.1f}: {found['ratio']:,.0f} times"
        )


def _measured(kind: str, given: Watched, rounds: int) -> Measured:
    components = {found.name: build(kind, {"use": found.name}) for found in discover(PACKAGE).found([kind])}
    costs: dict[str, list[float]] = {name: [] for name in components}
    for _ in range(rounds):
        for name, component in components.items():
            costs[name].append(_one_by_one(partial(_WORK[kind], component), given))
    return {name: _figures(all_) for name, all_ in costs.items()}


def _rows_measured(given: Watched, rounds: int) -> Measured:
    """Both ways in turn, for each space that can be encoded from rows: of words, the numbers of words."""
    names = [found.name for found in discover(PACKAGE).found(["observation_space"]) if found.name != "tokenized"]
    specs = {name: {"use": "tokenized", "base": {"use": name}} for name in names}
    spaces = {name: build("observation_space", spec) for name, spec in specs.items()}
    return {name: _both_ways(space, encode, given, rounds) for name, space, encode in _encodable(spaces)}


def _encodable(spaces: Mapping[str, ObservationSpace]) -> Iterable[tuple[str, ObservationSpace, RowEncoder]]:
    for name, space in spaces.items():
        encode = row_encoder(space)
        if encode is not None:
            yield name, space, encode


def _both_ways(space: ObservationSpace, encode: RowEncoder, given: Watched, rounds: int) -> Mapping[str, Any]:
    encode(given.rows)  # compiled before it is measured
    slow, fast = [], []
    for _ in range(rounds):
        slow.append(_one_by_one(partial(_encode, space), given))
        fast.append(_in_batches(encode, given.rows))
    ratio = statistics.median(slow) / statistics.median(fast)
    per_second = 1e6 / statistics.median(fast)
    return {"rows": _figures(fast), "one_by_one": _figures(slow), "ratio": ratio, "rows_per_second": per_second}


def _figures(costs: Sequence[float]) -> Figures:
    return {"median": statistics.median(costs), "least": min(costs)}


def _one_by_one(work: Callable[[Sequence[Observation]], None], given: Watched) -> float:
    """Microseconds of processor time a decision."""
    forget_all()  # so that no round finds the last one's work done
    gc.disable()
    started = process_time()
    for episode in given.episodes:
        work(episode)
    spent = process_time() - started
    gc.enable()
    return 1e6 * spent / len(given.rows.states)


def _in_batches(encode: RowEncoder, rows: SeatRows) -> float:
    """Microseconds of processor time a row, each batch freshly gathered as it is in an arena."""
    count, spent = len(rows.states), 0.0
    passes = -(-ROWS_A_ROUND // count)
    for _ in range(passes):
        notes = no_notes(len(rows.notes))
        for first in range(0, count, BATCH):
            which = np.arange(first, min(first + BATCH, count))
            batch = SeatRows(rows.states[which], rows.seats[which], rows.actors[which], notes, rows.format)
            started = process_time()
            encode(batch)
            spent += process_time() - started
    return 1e6 * spent / (passes * count)


def _encode(space: ObservationSpace, episode: Sequence[Observation]) -> None:
    encoder = space.start()
    for observation in episode:
        encoder.encode(observation.view)


def _mask(space: Any, episode: Sequence[Observation]) -> None:
    for observation in episode:
        space.mask(observation)


def _value(reward: Any, episode: Sequence[Observation]) -> None:
    for before, after in pairwise(episode):
        reward.components(before.view, after.view, None)


_WORK: Mapping[str, Callable[[Any, Sequence[Observation]], None]] = {
    "observation_space": _encode,
    "action_space": _mask,
    "reward": _value,
}
