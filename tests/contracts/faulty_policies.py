"""Policies that break laws of their kind, as a plugin file."""
# ruff: noqa: S311 # they are random where they should not be

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from breaking import breaks

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


@breaks(
    "plays only legal actions",
    "keeps episodes apart",
    "leaves the global generators alone",
    "repeats itself from the same seed",
)
@policy("faulty_illegal")
@dataclass(frozen=True)
class Illegal:
    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return self

    def act(self, observation: Observation) -> Any:
        return "no such action"


@breaks("leaves the global generators alone", "keeps episodes apart", "repeats itself from the same seed")
@policy("faulty_global_random")
@dataclass(frozen=True)
class GlobalRandom:
    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return self

    def act(self, observation: Observation) -> Any:
        return random.choice(observation.legal)


@breaks("repeats itself from the same seed", "keeps episodes apart")
@policy("faulty_counting")
@dataclass(frozen=True)
class Counting:
    """Remembers across episodes."""

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return self

    def act(self, observation: Observation) -> Any:
        return observation.legal[next(_counter) // 5 % len(observation.legal)]


@breaks("keeps episodes apart")
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


@breaks("answers many as it answers one")
@policy("faulty_batch")
@dataclass(frozen=True)
class Batch:
    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return First()

    def act_many(self, actors: Sequence[Any], observations: Sequence[Observation]) -> Sequence[Any]:
        return [observation.legal[-1] for observation in observations]


@breaks("is rebuilt from its spec")
@policy("faulty_spec")
@dataclass(frozen=True)
class Unwritable:
    """Its option is rounded when it is built, so that what is written down builds another one each time."""

    number: float = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", self.number + 1)

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return First()


@breaks("leaves the global generators alone")
@policy("faulty_reading")
@dataclass(frozen=True)
class Reading:
    """Right in everything but that it moves a generator that is not its own."""

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        random.random()
        return First()


@breaks(
    "starts in every seat of its role",
    "keeps episodes apart",
    "leaves the global generators alone",
    "plays only legal actions",
    "repeats itself from the same seed",
)
@policy("faulty_absent")
@dataclass(frozen=True)
class Absent:
    """Seats nobody."""

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return None
