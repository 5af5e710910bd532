"""Small whole games and policies for tests of the core: real implementations of the protocols, nothing faked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import (
    Action,
    Actor,
    Episode,
    EpisodeFailed,
    Floats,
    Observation,
    Role,
    Seat,
    drive,
    game,
    open_lanes,
    policy,
)
from psrokit.play import Match, Outcome


class DuelEpisode:
    """Both seats name a number at once; the higher one plus the seat's luck of the deal wins."""

    def __init__(self, luck: Floats, rounds: int) -> None:
        self.luck, self.rounds, self.score = luck, rounds, np.zeros(len(luck))

    def pending(self) -> Mapping[Seat, Observation]:
        if self.rounds == 0:
            return {}
        return {seat: Observation(self.rounds, (0, 1, 2)) for seat in range(len(self.luck))}

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        self.rounds -= 1
        for seat, action in actions.items():
            self.score[seat] += action

    def returns(self) -> Floats:
        total = self.score + self.luck
        return np.sign(total - total.mean())


@game("duel")
@dataclass(frozen=True)
class Duel:
    """A seeded game with luck that belongs to the seat, so that mirroring matters."""

    rounds: int = 2
    roles: tuple[str, ...] = ("player", "player")

    @property
    def seats(self) -> tuple[Role, ...]:
        return self.roles

    @property
    def utility_sum(self) -> float | None:
        return 0.0 if len(self.roles) == 2 else None

    def deal(self, seed: int) -> Episode:
        return DuelEpisode(np.random.default_rng(seed).normal(0, 1, len(self.roles)), self.rounds)


@policy("constant")
@dataclass(frozen=True)
class Constant:
    """Always the same action."""

    action: int = 0

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        return ConstantActor(self.action)


@dataclass
class ConstantActor:
    action: int

    def act(self, observation: Observation) -> Action:
        return self.action


@policy("dice")
@dataclass(frozen=True)
class Dice:
    """Uniform over the legal actions."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        return DiceActor(rng)


@dataclass
class DiceActor:
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        return int(self.rng.integers(len(observation.legal)))


@dataclass(frozen=True)
class HereVenue:
    """Plays in this process."""

    game: Duel
    in_flight: int = 8

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        with open_lanes(self.game) as lanes:
            yield from drive(lanes, matches, in_flight=self.in_flight)


__all__ = ["Constant", "Dice", "Duel", "DuelEpisode", "EpisodeFailed", "HereVenue"]
