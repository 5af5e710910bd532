"""`psrokit bench encode`: processor time a decision costs in each observation space, action space and reward."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from time import process_time
from typing import Any

import numpy as np

from psrokit.api import Action, Actor, Match, Observation, Seat, build, discover, drive, open_lanes, seed
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.memo import forget_all
from psrokit_showdown.simulator.install import install

FORMAT = "gen1ou"
PACKAGE = __name__.partition(".")[0]
_PURPOSE = "bench"
Battles = Sequence[Sequence[Observation]]
Measured = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Watching:
    """Plays uniformly at random and keeps what it was asked: one list of observations per seat of a battle."""

    episodes: list[list[Observation]] = field(default_factory=list)

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # every seat is watched alike
        """An actor with a list of its own."""
        self.episodes.append([])
        return _WatchingActor(self.episodes[-1], rng)


@dataclass(frozen=True, slots=True)
class _WatchingActor:
    seen: list[Observation]
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        self.seen.append(observation)
        return observation.legal[int(self.rng.integers(len(observation.legal)))]


def show_costs(games: int, rounds: int, *, as_json: bool) -> None:
    """Play, measure and say. Raises SimulatorMissing without a simulator."""
    install(tell)
    battles = _battles(games)
    decisions = sum(map(len, battles))
    costs = {kind: _measured(kind, battles, rounds) for kind in _WORK}
    if as_json:
        say_json({"format": FORMAT, "decisions": decisions, "rounds": rounds, "microseconds": costs})
        return
    say(f"Processor time a decision, {decisions} decisions of {games} random {FORMAT} battles, {rounds} rounds:")
    for kind, measured in costs.items():
        for name, figures in measured.items():
            say(f"{kind} {name}: median {figures['median']:.1f}, least {figures['least']:.1f} microseconds")


def _battles(games: int) -> Battles:
    """What each seat was asked in random battles."""
    watching = Watching()
    with open_lanes(build("game", {"use": "showdown", "format": FORMAT})) as lanes:
        matches = [Match((watching, watching), seed(_PURPOSE, each), _PURPOSE) for each in range(games)]
        for _ in drive(lanes, matches, in_flight=games):
            pass
    return watching.episodes


def _measured(kind: str, battles: Battles, rounds: int) -> Measured:
    components = {found.name: build(kind, {"use": found.name}) for found in discover(PACKAGE).found([kind])}
    costs: dict[str, list[float]] = {name: [] for name in components}
    for _ in range(rounds):
        for name, component in components.items():
            costs[name].append(_cost(partial(_WORK[kind], component), battles))
    return {name: {"median": statistics.median(all_), "least": min(all_)} for name, all_ in costs.items()}


def _cost(work: Callable[[Sequence[Observation]], None], battles: Battles) -> float:
    """Microseconds of processor time a decision."""
    forget_all()  # so that no round finds the last one's work done
    gc.disable()
    started = process_time()
    for battle in battles:
        work(battle)
    spent = process_time() - started
    gc.enable()
    return 1e6 * spent / sum(map(len, battles))


def _encode(space: Any, battle: Sequence[Observation]) -> None:
    encoder = space.start()
    for observation in battle:
        encoder.encode(observation.view)


def _mask(space: Any, battle: Sequence[Observation]) -> None:
    for observation in battle:
        space.mask(observation)


def _value(reward: Any, battle: Sequence[Observation]) -> None:
    for before, after in pairwise(battle):
        reward.components(before.view, after.view, None)


_WORK: Mapping[str, Callable[[Any, Sequence[Observation]], None]] = {
    "observation_space": _encode,
    "action_space": _mask,
    "reward": _value,
}
