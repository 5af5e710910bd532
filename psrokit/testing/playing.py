"""Parts that the suites play with: a random player, and players that take notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from psrokit.drive import drive
from psrokit.game import Action, Game, Lanes, Observation, Seat
from psrokit.play import Match, Outcome
from psrokit.policy import Actor, Policy
from psrokit.seeds import seed

EPISODES = 2
IN_FLIGHT = 8
PURPOSE = "check"
"""Of the matches that suites play themselves: none of them is evidence of anything."""


@dataclass(frozen=True)
class AnyLegalAction:
    """A policy for every game: uniform over the legal actions. It is no component and stays in this process."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        """An actor that draws from `rng`."""
        del seat
        return _RandomActor(rng)


@dataclass(frozen=True)
class _RandomActor:
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        return observation.legal[int(self.rng.integers(len(observation.legal)))]


@dataclass(frozen=True, eq=False)
class Noted:
    """Plays as `policy` does and notes what each of its actors did: one list of actions per episode.

    It offers `act` only, also where `policy` answers many at once.
    """

    policy: Policy
    notes: list[list[Action]] = field(default_factory=list)

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        """An actor of `policy`, with a list for its notes."""
        self.notes.append([])
        return _NotedActor(self.policy.start(seat, rng), self.notes[-1])


@dataclass(frozen=True)
class _NotedActor:
    actor: Actor
    notes: list[Action]

    def act(self, observation: Observation) -> Action:
        action = self.actor.act(observation)
        self.notes.append(action)
        return action


@dataclass(frozen=True, eq=False)
class Watched:
    """Uniform over the legal actions; keeps what each of its actors was asked: one list of observations per episode."""

    episodes: list[list[Observation]] = field(default_factory=list)

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        """An actor that draws from `rng` and a list for what it sees."""
        del seat
        self.episodes.append([])
        return _WatchedActor(_RandomActor(rng), self.episodes[-1])


@dataclass(frozen=True)
class _WatchedActor:
    actor: _RandomActor
    seen: list[Observation]

    def act(self, observation: Observation) -> Action:
        self.seen.append(observation)
        return self.actor.act(observation)


Episodes = tuple[tuple[Observation, ...], ...]
"""What one seat was asked in each of several episodes, in order."""


def watched(lanes: Lanes, game: Game) -> Episodes:
    """What every seat was asked in a few random episodes of `game`, played here and now."""
    watcher = Watched()
    seats = (watcher,) * len(game.seats)
    played(lanes, [Match(seats, seed(PURPOSE, "watched", each), PURPOSE) for each in range(EPISODES)])
    return tuple(tuple(seen) for seen in watcher.episodes if seen)


def played(lanes: Lanes, matches: Sequence[Match], in_flight: int = IN_FLIGHT) -> list[Outcome]:
    """The outcomes of `matches`, played here and now."""
    outcomes = dict(drive(lanes, matches, in_flight=in_flight))
    return [outcomes[index] for index in range(len(matches))]


def told(outcomes: Sequence[Outcome]) -> list[tuple[Any, ...]]:
    """What must be equal when equal matches are played twice (how often an episode was dealt may differ)."""
    return [(outcome.returns, outcome.decisions, outcome.failure) for outcome in outcomes]
