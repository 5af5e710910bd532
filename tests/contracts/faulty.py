"""Components that each break one rule of their kind, as a plugin file. None of them is of use otherwise."""
# ruff: noqa: S311 # they ignore what they are given, and are random where they should not be

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from subprocess import Popen
from sys import executable
from typing import Any

import numpy as np

from psrokit.api import (
    Estimate,
    Game,
    Match,
    Measurement,
    MetaStrategy,
    Observation,
    Outcome,
    PayoffTable,
    Policy,
    Population,
    Task,
    Venue,
    drive,
    evaluator,
    executor,
    game,
    meta_solver,
    metric,
    mirrored,
    open_lanes,
    oracle,
    policy,
    seed,
)

_counter = count()


@dataclass(frozen=True)
class First:
    """An actor that takes the first legal action."""

    def act(self, observation: Observation) -> Any:
        return observation.legal[0]


@policy("faulty_illegal")
@dataclass(frozen=True)
class Illegal:
    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return self

    def act(self, observation: Observation) -> Any:
        return "no such action"


@policy("faulty_global_random")
@dataclass(frozen=True)
class GlobalRandom:
    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return self

    def act(self, observation: Observation) -> Any:
        return random.choice(observation.legal)


@policy("faulty_counting")
@dataclass(frozen=True)
class Counting:
    """Remembers across episodes."""

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return self

    def act(self, observation: Observation) -> Any:
        return observation.legal[next(_counter) // 5 % len(observation.legal)]


@policy("faulty_shared")
@dataclass(frozen=True)
class Shared:
    """One memory for all the episodes of a policy: what one episode sees changes the others."""

    memory: list[Any] = field(default_factory=list, init=False, compare=False)

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        self.memory.clear()
        return self

    def act(self, observation: Observation) -> Any:
        self.memory.append(observation)
        return observation.legal[len(self.memory) % len(observation.legal)]


@policy("faulty_batch")
@dataclass(frozen=True)
class Batch:
    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return First()

    def act_many(self, actors: Sequence[Any], observations: Sequence[Observation]) -> Sequence[Any]:
        return [observation.legal[-1] for observation in observations]


@policy("faulty_spec")
@dataclass(frozen=True)
class Unwritable:
    """Its option is rounded when it is built, so that what is written down builds another one each time."""

    number: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", self.number + 1)

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return First()


@dataclass
class Coins:
    """An episode: each of two seats calls 0 or 1 twice; who calls higher wins."""

    rounds: int = 2
    calls: list[dict[int, int]] = field(default_factory=list)
    result: tuple[float, float] = (1.0, -1.0)

    def pending(self) -> Mapping[int, Observation]:
        over = len(self.calls) == self.rounds
        return {} if over else {seat: Observation(len(self.calls), (0, 1)) for seat in (0, 1)}

    def advance(self, actions: Mapping[int, int]) -> None:
        self.calls.append(dict(actions))

    def returns(self) -> Any:
        return np.array(self.result)


class _Table:
    @property
    def seats(self) -> tuple[str, ...]:
        return ("a", "b")

    @property
    def utility_sum(self) -> float | None:
        return 0.0


@game("faulty_sum")
@dataclass(frozen=True)
class WrongSum(_Table):
    def deal(self, seed: int) -> Coins:
        return Coins(result=(1.0, 1.0))


@game("faulty_nan")
@dataclass(frozen=True)
class NoNumber(_Table):
    @property
    def utility_sum(self) -> None:
        return None

    def deal(self, seed: int) -> Coins:
        return Coins(result=(float("nan"), 0.0))


@game("faulty_seed")
@dataclass(frozen=True)
class Unseeded(_Table):
    def deal(self, seed: int) -> Coins:
        value = os.urandom(4)[0] / 7
        return Coins(result=(value, -value))


@game("faulty_pending")
@dataclass(frozen=True)
class Moving(_Table):
    def deal(self, seed: int) -> Coins:
        return MovingCoins()


class MovingCoins(Coins):
    """Asking moves it on."""

    asked = 0

    def pending(self) -> Mapping[int, Observation]:
        self.asked += 1
        return {} if self.asked > 3 else {self.asked % 2: Observation(None, (0, 1))}


@game("faulty_stranger")
@dataclass(frozen=True)
class Stranger(_Table):
    def deal(self, seed: int) -> Coins:
        return StrangerCoins()


class StrangerCoins(Coins):
    """Asks a seat that does not exist."""

    def pending(self) -> Mapping[int, Observation]:
        return {seat + 1: observation for seat, observation in super().pending().items()}


@meta_solver("faulty_unequal")
@dataclass(frozen=True)
class Unequal:
    """Gives weights to the first role only."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        size = table.sizes[0]
        return MetaStrategy({table.seats[0]: np.full(size, 1 / size)})


@meta_solver("faulty_careless")
@dataclass(frozen=True)
class Careless:
    """Takes a hole for an answer."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy(
            {role: np.full(size, 1 / size) for role, size in zip(table.seats, table.sizes, strict=True)}
        )


@meta_solver("faulty_moody")
@dataclass(frozen=True)
class Moody:
    """Another answer each time."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        rng = np.random.default_rng(next(_counter))
        return MetaStrategy(
            {role: rng.dirichlet(np.ones(size)) for role, size in zip(table.seats, table.sizes, strict=True)}
        )


@meta_solver("faulty_writing")
@dataclass(frozen=True)
class Writing:
    """Writes into the table."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        table.games[...] = 1
        return Careless().solve(table)


@evaluator("faulty_holes")
@dataclass(frozen=True)
class Holes:
    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        return table


@dataclass(frozen=True)
class _Sampling:
    """One mirrored group a cell; what is faulty comes from the classes below."""

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        for profile in self._profiles(table):
            policies = [population[role][index].policy for role, index in zip(game.seats, profile, strict=True)]
            group = mirrored(game.seats, policies, self._seed(seed, profile), "payoff")
            table = table.with_groups([(profile, self._returns(list(venue.play(group))))])
        return table

    def _profiles(self, table: PayoffTable) -> list[tuple[int, ...]]:
        return table.holes()

    def _seed(self, own: int, profile: tuple[int, ...]) -> int:
        return seed(own, *profile)

    def _returns(self, answers: list[tuple[int, Outcome]]) -> list[Any]:
        return [outcome.returns for _, outcome in sorted(answers, key=lambda answer: answer[0])]


@evaluator("faulty_forgetful")
@dataclass(frozen=True)
class Forgetful(_Sampling):
    """Begins with an empty table each time, and takes fewer samples of old policies."""

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        old = 2 if population.sizes(game.seats)[0] == 1 else 1
        table = PayoffTable.empty(game.seats, table.sizes)
        for number in range(old):
            table = self._more(game, population, table, venue, number)
        return table

    def _more(self, game: Game, population: Population, table: PayoffTable, venue: Venue, number: int) -> PayoffTable:
        for profile in table.profiles():
            policies = [population[role][index].policy for role, index in zip(game.seats, profile, strict=True)]
            group = mirrored(game.seats, policies, seed(number, *profile), "payoff")
            table = table.with_groups([(profile, self._returns(list(venue.play(group))))])
        return table


@evaluator("faulty_order")
@dataclass(frozen=True)
class Order(_Sampling):
    """Takes outcomes in the order in which they come."""

    def _returns(self, answers: list[tuple[int, Outcome]]) -> list[Any]:
        return [outcome.returns for _, outcome in answers]


@evaluator("faulty_lucky")
@dataclass(frozen=True)
class Lucky(_Sampling):
    """Other matches each time."""

    def _seed(self, own: int, profile: tuple[int, ...]) -> int:
        return next(_counter)


@evaluator("faulty_zero")
@dataclass(frozen=True)
class Zero(_Sampling):
    """A failed match becomes a zero."""

    def _returns(self, answers: list[tuple[int, Outcome]]) -> list[Any]:
        return [outcome.returns or (0.0, 0.0) for _, outcome in sorted(answers, key=lambda answer: answer[0])]


@oracle("faulty_none_policy")
@dataclass(frozen=True)
class NoPolicy:
    def respond(self, task: Task) -> Sequence[Any]:
        return ["uniform"]


@oracle("faulty_moody_oracle")
@dataclass(frozen=True)
class MoodyOracle:
    def respond(self, task: Task) -> Sequence[Policy]:
        return [Numbered(next(_counter))]


@oracle("faulty_scratch")
@dataclass(frozen=True)
class Scratch:
    def respond(self, task: Task) -> Sequence[Policy]:
        return [Numbered(0 if task.workdir is None else 1)]


@oracle("faulty_payoff_purpose")
@dataclass(frozen=True)
class PayoffPurpose:
    """Trains on payoff matches."""

    def respond(self, task: Task) -> Sequence[Policy]:
        policies = tuple(task.population[role][0].policy for role in task.game.seats)
        list(task.play([Match(policies, 1, "payoff")]))
        return [Numbered(0)]


@oracle("faulty_responses")
@dataclass(frozen=True)
class BadResponses:
    def respond(self, task: Task) -> Sequence[Policy]:
        return [Illegal()]


@policy("faulty_numbered")
@dataclass(frozen=True)
class Numbered:
    number: int = 0

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return First()


@executor("faulty_twice")
@dataclass(frozen=True)
class Twice:
    """Answers the first match twice."""

    @contextmanager
    def open(self, game: Game) -> Iterator[Any]:
        with open_lanes(game) as lanes:
            yield _Changed(lanes, lambda answers: answers[:1] + answers)


@executor("faulty_results")
@dataclass(frozen=True)
class Results:
    """Changes results."""

    @contextmanager
    def open(self, game: Game) -> Iterator[Any]:
        with open_lanes(game) as lanes:
            yield _Changed(lanes, lambda answers: [(i, replace(o, returns=(9.0, -9.0))) for i, o in answers])


@executor("faulty_orphan")
@dataclass(frozen=True)
class Orphan:
    """Starts a process and forgets it."""

    @contextmanager
    def open(self, game: Game) -> Iterator[Any]:
        _children.append(Popen([executable, "-c", "import time; time.sleep(60)"]))
        with open_lanes(game) as lanes:
            yield _Changed(lanes, lambda answers: answers)


_children: list[Popen[bytes]] = []


def end_orphans() -> None:
    """End what `faulty_orphan` left behind."""
    while _children:
        child = _children.pop()
        child.kill()
        child.wait()


@dataclass(frozen=True)
class _Changed:
    lanes: Any
    change: Any

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        yield from self.change(list(drive(self.lanes, matches, in_flight=4)))


@metric("faulty_number")
@dataclass(frozen=True)
class BareNumber:
    def measure(self, measurement: Measurement) -> Mapping[str, Any]:
        return {"number": 1.0}


@metric("faulty_moody_metric")
@dataclass(frozen=True)
class MoodyMetric:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return {"number": _exact(next(_counter))}


@metric("faulty_payoff_matches")
@dataclass(frozen=True)
class PayoffMatches:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        setup, state = measurement.setup, measurement.state
        policies = tuple(state.population[role][0].policy for role in setup.game.seats)
        list(setup.venue.play([Match(policies, 1, "payoff")]))
        return {"number": _exact(1.0)}


@metric("faulty_previous")
@dataclass(frozen=True)
class NeedsPrevious:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        assert measurement.previous is not None
        return {}


@metric("faulty_writing_metric")
@dataclass(frozen=True)
class WritingMetric:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        measurement.state.table.games[...] += 1
        return {}


def _exact(value: float) -> Estimate:
    return Estimate.exact(float(value), kind="gain", convention="none", units="return", method="none")


@policy("faulty_reading")
@dataclass(frozen=True)
class Reading:
    """Right in everything but that it moves a generator that is not its own."""

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        random.random()
        return First()
