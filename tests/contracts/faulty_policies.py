"""Policies that each break one rule of their kind, as a plugin file."""
# ruff: noqa: S311 # they are random where they should not be

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np

from psrokit.api import (
    Observation,
    policy,
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


@policy("faulty_reading")
@dataclass(frozen=True)
class Reading:
    """Right in everything but that it moves a generator that is not its own."""

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        random.random()
        return First()


@policy("faulty_absent")
@dataclass(frozen=True)
class Absent:
    """Seats nobody."""

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return None
