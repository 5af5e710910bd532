"""A plugin file with one small component of every kind, options of every type among them. Tests copy and name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import numpy as np
from pydantic import Field

from psrokit.api import (
    Actor,
    Episode,
    Estimate,
    Game,
    InputError,
    Measurement,
    MetaStrategy,
    PayoffTable,
    Policy,
    Population,
    Role,
    Seat,
    Task,
    Venue,
    evaluator,
    executor,
    game,
    meta_solver,
    metric,
    oracle,
    policy,
)


def _never(*_: object) -> NoReturn:
    raise AssertionError("the components of this file are listed, checked, built; but for the solver none is used")


@game("coin")
@dataclass(frozen=True)
class Coin:
    """A game that is only looked at.

    sides: how many it has. payoffs: one list for each of them. table: a CSV file.
    """

    sides: Annotated[int, Field(ge=2)] = 2
    payoffs: tuple[tuple[float, ...], ...] = ()
    table: Path | None = None
    roles: tuple[str, ...] = ("thrower", "guesser")

    def __post_init__(self) -> None:
        if len({len(row) for row in self.payoffs}) > 1:
            raise InputError("the rows have different lengths", place="payoffs")
        if self.sides > 1000:
            raise InputError("a coin has fewer sides")
        if self.sides == 13:
            raise ValueError("13 sides bring bad luck")

    @property
    def seats(self) -> tuple[Role, ...]:
        return self.roles

    @property
    def utility_sum(self) -> float:
        return 0.0

    def deal(self, seed: int) -> Episode:
        _never(seed)


@policy("still")
@dataclass(frozen=True)
class Still:
    """Never moves."""

    patience: int = 0

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        _never(seat, rng)


@policy("blend")
@dataclass(frozen=True)
class Blend:
    """Several policies at once."""

    parts: tuple[Policy, ...]
    weights: Mapping[str, float] = field(default_factory=dict)

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        _never(seat, rng)


@dataclass(frozen=True)
class Schedule:
    """How a rate falls. start: at first. decay: afterwards."""

    start: float
    decay: float = 0.5


@oracle("search")
@dataclass(frozen=True)
class Search:
    """Looks for something."""

    budget: int
    """Matches it may play."""
    rate: float = 0.1
    verbose: bool = False
    mode: Literal["fast", "thorough"] = "fast"
    label: str = "search"
    limits: Mapping[str, float] = field(default_factory=dict)
    seeds: tuple[int, ...] = ()
    pair: tuple[int, float] = (1, 2.0)
    fallback: Policy | None = None
    schedule: Schedule = Schedule(1.0)
    ceiling: int | None = None

    def respond(self, task: Task) -> Sequence[Policy]:
        _never(task)


@meta_solver("flat")
@dataclass(frozen=True)
class Flat:
    """Every policy alike. The only component that is asked: whether it takes a game of so many seats."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy({role: np.full(n, 1 / n) for role, n in zip(table.seats, table.sizes, strict=True)})


@evaluator("count")
@dataclass(frozen=True)
class Count:
    """Counts nothing."""

    matches: int = 10

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        _never(game, population, table, venue, seed)


@executor("here")
@dataclass(frozen=True)
class Here:
    """Opens nothing."""

    workers: int = 1

    @contextmanager
    def open(self, game: Game) -> Iterator[Venue]:
        _never(game)
        yield


@metric("distance")
@dataclass(frozen=True)
class Distance:
    """Measures nothing."""

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        _never(measurement)
