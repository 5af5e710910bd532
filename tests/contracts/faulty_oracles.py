"""Oracles that break laws of their kind, as a plugin file, and the policies that they answer with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from breaking import breaks

from psrokit.api import (
    Match,
    Observation,
    Policy,
    Task,
    oracle,
    policy,
)

_counter = count()


@breaks(
    "answers with policies",
    "answers the same task alike",
    "answers with policies that pass",
    "does not care who finishes first",
    "does not depend on scratch space",
)
@oracle("faulty_none_policy")
@dataclass(frozen=True)
class NoPolicy:
    def respond(self, task: Task) -> Sequence[Any]:
        return ["uniform"]


@breaks("answers the same task alike", "does not care who finishes first", "does not depend on scratch space")
@oracle("faulty_moody_oracle")
@dataclass(frozen=True)
class MoodyOracle:
    def respond(self, task: Task) -> Sequence[Policy]:
        return [Numbered(next(_counter))]


@breaks("does not depend on scratch space")
@oracle("faulty_scratch")
@dataclass(frozen=True)
class Scratch:
    def respond(self, task: Task) -> Sequence[Policy]:
        return [Numbered(0 if task.workdir is None else 1)]


@breaks("keeps training apart from payoffs")
@oracle("faulty_payoff_purpose")
@dataclass(frozen=True)
class PayoffPurpose:
    """Trains on payoff matches."""

    def respond(self, task: Task) -> Sequence[Policy]:
        policies = tuple(task.population[role][0].policy for role in task.game.seats)
        list(task.venue.play([Match(policies, 1, "payoff")]))
        return [Numbered(0)]


@breaks("answers with policies that pass")
@oracle("faulty_responses")
@dataclass(frozen=True)
class BadResponses:
    def respond(self, task: Task) -> Sequence[Policy]:
        return [Stubborn()]


@policy("sound_numbered")
@dataclass(frozen=True)
class Numbered:
    number: int = 0

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return self

    def act(self, observation: Observation) -> Any:
        return observation.legal[self.number % len(observation.legal)]


@breaks(
    "plays only legal actions",
    "keeps episodes apart",
    "leaves the global generators alone",
    "repeats itself from the same seed",
)
@policy("faulty_stubborn")
@dataclass(frozen=True)
class Stubborn:
    def start(self, seat: int, rng: np.random.Generator) -> Any:
        return self

    def act(self, observation: Observation) -> Any:
        return "no such action"


@breaks("does not care who finishes first")
@oracle("faulty_first_trained")
@dataclass(frozen=True)
class FirstTrained:
    """Answers with the number of the training match that finishes first."""

    def respond(self, task: Task) -> Sequence[Policy]:
        policies = tuple(task.population[role][0].policy for role in task.game.seats)
        first, *_ = task.venue.play([Match(policies, number, "trial") for number in (1, 2)])
        return [Numbered(first[0])]


@breaks("leaves the task alone")
@oracle("faulty_meddling")
@dataclass(frozen=True)
class Meddling:
    """Writes into the mixture that it answers; as little as can be, for others look at it as well."""

    def respond(self, task: Task) -> Sequence[Policy]:
        weights = task.strategy.weights[task.role]
        weights[...] = np.nextafter(weights, 2.0)
        return [Numbered(0)]
