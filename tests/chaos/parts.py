"""A whole small experiment as one loose plugin: games, policies, oracle, solver and metric, all in earnest.

Everything plays real matches for its own purpose, so that a run of it has every kind of row a ledger can have.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import (
    Action,
    Actor,
    Episode,
    EpisodeFailed,
    Estimate,
    Floats,
    Measurement,
    MetaStrategy,
    Observation,
    Pairing,
    PayoffTable,
    Policy,
    Role,
    Seat,
    Task,
    checked_means,
    game,
    generator,
    meta_solver,
    metric,
    oracle,
    policy,
    versus,
)


class DuelEpisode:
    """Each round both seats name a number; a hidden lucky number of the deal decides what it is worth."""

    def __init__(self, luck: Floats, rounds: int) -> None:
        self.luck, self.rounds, self.score = luck, rounds, np.zeros(2)

    def pending(self) -> Mapping[Seat, Observation]:
        return {seat: Observation(self.rounds, (0, 1, 2)) for seat in (0, 1)} if self.rounds else {}

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        self.rounds -= 1
        for seat, action in actions.items():
            self.score[seat] += ((action - actions[1 - seat]) % 3 == 1) + self.luck[seat]

    def returns(self) -> Floats:
        return np.tanh(self.score - self.score[::-1])

    def record(self) -> Mapping[str, object]:
        return {"score": self.score.tolist(), "lucky": bool(self.luck[0] > self.luck[1])}


@game("duel")
@dataclass(frozen=True)
class Duel:
    """A seeded game of two equal seats with irrational returns. pause: seconds that dealing takes."""

    rounds: int = 3
    pause: float = 0.0

    @property
    def seats(self) -> tuple[Role, ...]:
        return ("player", "player")

    @property
    def utility_sum(self) -> float | None:
        return 0.0

    def deal(self, seed: int) -> Episode:
        if self.pause:
            time.sleep(self.pause)
        return DuelEpisode(generator(seed, "luck").normal(0, 0.3, 2), self.rounds)


@game("failing_duel")
@dataclass(frozen=True)
class FailingDuel(Duel):
    """The same; the episodes of every `one_in`-th seed fail, whenever they are played."""

    one_in: int = 10

    def deal(self, seed: int) -> Episode:
        return FailingEpisode() if seed % self.one_in == 0 else super().deal(seed)


class FailingEpisode(DuelEpisode):
    def __init__(self) -> None:
        super().__init__(np.zeros(2), 1)

    def advance(self, actions: Mapping[Seat, Action]) -> None:  # of the protocol
        raise EpisodeFailed("broken_dice", "this deal cannot be played")


@game("nan_duel")
@dataclass(frozen=True)
class NanDuel(Duel):
    """A game with a defect: it returns what is not a number."""

    def deal(self, seed: int) -> Episode:  # of the protocol
        return NanEpisode(np.zeros(2), 1)


class NanEpisode(DuelEpisode):
    def returns(self) -> Floats:
        return np.array([np.nan, 0.0])


@policy("weighted")
@dataclass(frozen=True)
class Weighted:
    """Draws its numbers with fixed weights."""

    weights: tuple[float, ...] = (1.0, 1.0, 1.0)

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # of the protocol
        return WeightedActor(np.asarray(self.weights) / sum(self.weights), rng)


@dataclass
class WeightedActor:
    weights: Floats
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:  # of the protocol
        return int(self.rng.choice(3, p=self.weights))


@policy("troublesome")
@dataclass(frozen=True)
class Troublesome:
    """Names 0, and once in a while does harm. harm: "exit", "kill", "hang", "garbage",
    "print", "raise", "illegal" or "none".

    flag: a file; with it the harm is done once, by whoever removes it. one_in: without it, for these deals always.
    """

    harm: str
    flag: str = ""
    one_in: int = 7

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # of the protocol
        return TroublesomeActor(self, int(rng.integers(self.one_in)) == 0)


@dataclass
class TroublesomeActor:
    policy: Troublesome
    chosen: bool

    def act(self, observation: Observation) -> Action:  # of the protocol
        if self.chosen and self._mine():
            return self._do(self.policy.harm)
        return 0

    def _mine(self) -> bool:
        if not self.policy.flag:
            return True
        try:
            Path(self.policy.flag).unlink()
        except FileNotFoundError:
            return False
        return True

    def _do(self, harm: str) -> Action:
        if harm == "exit":
            os._exit(3)
        if harm == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if harm == "hang":
            time.sleep(3600)
        if harm == "garbage":
            for handle in range(3, 30):
                with suppress(OSError):
                    os.write(handle, b"what is this\n")
        if harm == "print":
            print("a policy may print")  # noqa: T201 # that is the point
        if harm == "raise":
            raise ZeroDivisionError("a defect of this policy")
        return 17 if harm == "illegal" else 0


@oracle("best_of")
@dataclass(frozen=True)
class BestOf:
    """The best of some random weightings against the mixture, on training matches."""

    candidates: int = 3
    deals: int = 4

    def respond(self, task: Task) -> Sequence[Policy]:
        weights = task.rng("candidates").dirichlet(np.ones(3), self.candidates)
        candidates = [Weighted(tuple(float(value) for value in row)) for row in weights]
        scores = task.scores(candidates, task.pairings(self.deals, "fit"))
        return [candidates[int(np.argmax(np.nan_to_num(scores).mean(axis=1)))]]


@meta_solver("soft")
@dataclass(frozen=True)
class Soft:
    """Weights that grow with the mean payoff: not an equilibrium, but sensitive to every bit of the table."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        means = checked_means(table)[0].mean(axis=1)
        weights = np.exp(means) / np.exp(means).sum()
        return MetaStrategy({"player": weights / weights.sum()}, certificate={"best": float(means.max())})


@metric("margin")
@dataclass(frozen=True)
class Margin:
    """How the newest policy does against the first, on matches of its own."""

    deals: int = 3

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        members, setup = measurement.state.population["player"], measurement.setup
        pairings = [Pairing((None, members[0].policy), measurement.seed("margin", deal)) for deal in range(self.deals)]
        values = versus(setup.venue, setup.game.seats, [members[-1].policy], pairings, "metric")[0]
        if np.isnan(values).any():
            return {}
        value = float(values.mean())
        return {
            "margin": Estimate(value, value, np.inf, 0.5, "gain", "lower", "per player", "return", self.deals, "mean")
        }
