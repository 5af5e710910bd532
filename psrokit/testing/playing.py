"""Parts that the suites play with: a random player, a policy that takes notes, a venue that remembers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from psrokit.component import spec_hash, tag_of
from psrokit.drive import drive
from psrokit.game import Action, Game, Lanes, Observation, Seat
from psrokit.play import Match, Outcome, Venue
from psrokit.policy import Actor, Policy
from psrokit.seeds import seed

EPISODES = 2
IN_FLIGHT = 8


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
    played(lanes, [Match(seats, seed("check", "watched", each), "check") for each in range(EPISODES)])
    return tuple(tuple(seen) for seen in watcher.episodes if seen)


def played(lanes: Lanes, matches: Sequence[Match], in_flight: int = IN_FLIGHT) -> list[Outcome]:
    """The outcomes of `matches`, played here and now."""
    outcomes = dict(drive(lanes, matches, in_flight=in_flight))
    return [outcomes[index] for index in range(len(matches))]


def told(outcomes: Sequence[Outcome]) -> list[tuple[Any, ...]]:
    """What must be equal when equal matches are played twice (how often an episode was dealt may differ)."""
    return [(outcome.returns, outcome.decisions, outcome.failure) for outcome in outcomes]


@dataclass(frozen=True)
class RememberingVenue:
    """Plays each match once and answers it from memory ever after, as the ledger of a run does.

    purposes: of all matches that were asked for, in this venue.
    """

    venue: Venue
    memory: dict[tuple[Any, ...], Outcome] = field(default_factory=dict)
    purposes: set[str] = field(default_factory=set)

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Yield (index, outcome) of all matches."""
        keys = [_key(match) for match in matches]
        self.purposes.update(match.purpose for match in matches)
        new = list({key: match for key, match in zip(keys, matches, strict=True) if key not in self.memory}.items())
        for index, outcome in self.venue.play([match for _, match in new]) if new else ():
            self.memory[new[index][0]] = outcome
        for index, key in enumerate(keys):
            yield index, self.memory[key]


def _key(match: Match) -> tuple[Any, ...]:
    return (match.purpose, match.seed, *(_identity(policy) for policy in match.policies))


def _identity(policy: Policy) -> str | Policy:
    return policy if tag_of(policy) is None else spec_hash(policy)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two mappings of arrays and numbers agree to the last bit."""
    return one.keys() == other.keys() and all(np.array_equal(one[key], other[key]) for key in one)
