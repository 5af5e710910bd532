"""A small game of luck whose every payoff is known, and places to play it. Real parts; the faults are named Fake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from psrokit.api import (
    Action,
    Episode,
    Floats,
    Game,
    Match,
    MetaStrategy,
    Observation,
    Oracle,
    Outcome,
    PayoffTable,
    Policy,
    Population,
    Role,
    Seat,
    Setup,
    State,
    Task,
    Venue,
    drive,
    game,
    generator,
    open_lanes,
)
from psrokit.population import Member
from psrokit.testing.comparing import contents
from psrokit.testing.comparing import same as same_contents
from psrokit_plugins.evaluators.sampled import Sampled
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.policies.pure import Pure


class PlantedEpisode:
    """Both seats choose at once; the seat that the deal's luck favours wins."""

    def __init__(self, planted: Planted, luck: float) -> None:
        self.planted, self.luck = planted, luck
        self.cell: tuple[Action, ...] = ()

    def pending(self) -> Mapping[Seat, Observation]:
        if self.cell:
            return {}
        rows, columns = np.shape(self.planted.chances)
        return {0: Observation(None, range(rows)), 1: Observation(None, range(columns))}

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        self.cell = (actions[0], actions[1])

    def returns(self) -> Floats:
        first = float(self.luck < self.planted.chances[self.cell[0]][self.cell[1]])
        scores = np.array([first, 1 - first])
        return self.planted.stake * (2 * scores - 1) if self.planted.total == 0 else self.planted.total * scores


@game("planted")
@dataclass(frozen=True)
class Planted:
    """chances: probability that seat 0 wins, per pair of actions. It wins `stake` (or all of `total`, if not 0)."""

    chances: tuple[tuple[float, ...], ...]
    roles: tuple[Role, Role] = ("player", "player")
    stake: float = 1.0
    total: float = 0.0

    @property
    def seats(self) -> tuple[Role, ...]:
        return self.roles

    @property
    def utility_sum(self) -> float | None:
        return self.total

    def deal(self, seed: int) -> Episode:
        return PlantedEpisode(self, float(generator(seed, "luck").random()))

    @property
    def payoff(self) -> Floats:
        """Expected return of seat 0 per pair of actions."""
        chances = np.array(self.chances)
        return self.stake * (2 * chances - 1) if self.total == 0 else self.total * chances


@dataclass
class HereVenue:
    """Plays in this process and remembers what it was asked."""

    game: Game
    calls: list[list[Match]] = field(default_factory=list)

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        self.calls.append(list(matches))
        with open_lanes(self.game) as lanes:
            yield from drive(lanes, matches, in_flight=64)

    @property
    def matches(self) -> list[Match]:
        return [match for call in self.calls for match in call]


@dataclass
class FakeBackwardsVenue(HereVenue):
    """Delivers the last match first."""

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        yield from reversed(list(super().play(matches)))


@dataclass
class FakeFailingVenue(HereVenue):
    """Every match fails whose seed leaves a remainder below `lost` when divided by 10."""

    lost: int = 3

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        for index, outcome in super().play(matches):
            failed = matches[index].seed % 10 < self.lost
            yield index, Outcome(None, 3, 0, "fake") if failed else outcome


class Silent:
    """An oracle that knows nothing; the tests make their states themselves."""

    def respond(self, task: Task) -> Sequence[Policy]:
        del task
        return []


def population(roles: Sequence[Role], size: int) -> Population:
    """The first `size` actions of every role, named action-0, action-1, ..."""
    members = tuple(Member(f"action-{action}", Pure(action)) for action in range(size))
    return Population(dict.fromkeys(roles, members))


def setup_for(planted: Game, venue: Venue, seed: int = 1) -> Setup:
    oracle: Oracle = Silent()
    return Setup(planted, oracle, Nash(), Sampled(), venue, seed)


def state_of(planted: Planted, size: int, strategy: MetaStrategy | None = None, iteration: int = 0) -> State:
    """A state with 40 sampled pairs per cell, mixed by nash unless a strategy is given."""
    people = population(planted.seats, size)
    table = PayoffTable.empty(planted.seats, people.sizes(planted.seats))
    filled = Sampled(40).fill(planted, people, table, HereVenue(planted), 7)
    return State(iteration, people, filled, strategy or Nash().solve(filled))


def symmetric_chances(skew: Floats) -> tuple[tuple[float, ...], ...]:
    """Chances 1/2 + 1/2 tanh(skew - skew^T), which a game of alike seats needs."""
    return tuple(tuple(row) for row in (0.5 + 0.5 * np.tanh(skew - skew.T)).tolist())


def same(one: PayoffTable, other: PayoffTable) -> bool:
    """Whether two tables hold the same evidence, to the last bit."""
    return same_contents(contents(one), contents(other))
