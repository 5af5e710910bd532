"""What every game must do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from psrokit.drive import open_lanes
from psrokit.game import Action, Episode, EpisodeFailed, Game, Lanes, RecordedEpisode, Role, Seat
from psrokit.seeds import generator, seed
from psrokit.testing.playing import EPISODES, PURPOSE
from psrokit.testing.suite import ComponentSuite, LawBroken, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_SUM_TOLERANCE = 1e-9
Step = tuple[tuple[Seat, Sequence[Action], Action], ...]
"""For each seat that was asked: the seat, what was legal, what it did."""


@dataclass(frozen=True)
class Played:
    """A whole episode: what was asked and done at each step, and how it ended."""

    steps: tuple[Step, ...]
    returns: tuple[float, ...]
    record: Mapping[str, Any]


@dataclass(frozen=True)
class GameSuite(ComponentSuite):
    """Checks a game by playing random episodes of it."""

    def names_the_role_of_each_seat(self) -> None:
        """`seats` is a non-empty tuple of names."""
        seats = self.component.seats
        expect(isinstance(seats, tuple) and seats, f"seats is {seats!r}, not a tuple with a role for each seat")
        expect(all(isinstance(role, str) and role for role in seats), f"a role is no name: {seats!r}")

    def ends_with_one_finite_return_per_seat(self) -> None:
        """Random play ends, with returns of shape (seats,)."""
        for episode in self._together:
            expect(len(episode.returns) == len(self.component.seats), f"{len(episode.returns)} returns")
            expect(all(np.isfinite(episode.returns)), f"the returns are {episode.returns}")

    def keeps_the_sum_that_it_promises(self) -> None:
        """Where `utility_sum` is a number, the returns of every episode add up to it."""
        promised = self.component.utility_sum
        for episode in self._together:
            gap = 0.0 if promised is None else sum(episode.returns) - promised
            expect(abs(gap) <= _SUM_TOLERANCE, f"returns {episode.returns} do not add up to {promised}")

    def deals_the_same_episode_from_the_same_seed(self) -> None:
        """The same seed and actions give the same questions, returns and record."""
        expect(self._together == self._play(EPISODES), "the same seed led to another episode")

    def keeps_episodes_apart(self) -> None:
        """Episodes that advance together go as they do alone."""
        alone = [episode for number in range(EPISODES) for episode in self._play(1, first=number)]
        expect(alone == self._together, "episodes played at the same time disturb each other")

    def asks_only_seats_that_can_answer(self) -> None:
        """Whoever is asked sits at the table and has something legal to do; nobody is asked at the end."""
        seats = range(len(self.component.seats))
        for episode in self._together:
            for step in episode.steps:
                expect(all(seat in seats for seat, _, _ in step), f"a seat outside {seats} is asked")
                expect(all(len(legal) for _, legal, _ in step), "a seat is asked that has no legal action")

    def asks_the_same_when_asked_again(self) -> None:
        """`pending` only looks: called twice it names the same seats and legal actions."""
        with open_lanes(self.component) as lanes:
            (episode,) = _dealt(lanes, [seed(PURPOSE, 0)])
            first, second = (
                [(seat, list(observation.legal)) for seat, observation in episode.pending().items()] for _ in range(2)
            )
        expect(first == second, f"pending() said first {first}, then {second}")

    def records_facts_as_json(self) -> None:
        """The record of an episode can be kept in the ledger."""
        for episode in self._together:
            try:
                written = json.loads(json.dumps(episode.record, allow_nan=False))
            except (TypeError, ValueError) as error:
                raise LawBroken(f"the record {episode.record!r} cannot be written down: {error}") from error
            expect(isinstance(written, dict), f"the record {written!r} is no mapping")

    @cached_property
    def _together(self) -> list[Played]:
        return self._play(EPISODES)

    def _play(self, episodes: int, first: int = 0) -> list[Played]:
        """Episodes `first`, `first` + 1, ... advanced together, each by its own random player."""
        numbers = range(first, first + episodes)
        with open_lanes(self.component) as lanes:
            dealt = _dealt(lanes, [seed(PURPOSE, number) for number in numbers])
            rngs = [generator(PURPOSE, "actions", number) for number in numbers]
            steps: list[list[Step]] = [[] for _ in dealt]
            while moves := _moves(dealt, rngs, steps):
                failures = [failure for failure in lanes.advance(moves) if failure is not None]
                expect(not failures, f"an episode failed: {failures[:1]}")
            return [_ended(episode, tuple(its_steps)) for episode, its_steps in zip(dealt, steps, strict=True)]


def _dealt(lanes: Lanes, seeds: Sequence[int]) -> list[Episode]:
    episodes = []
    for episode in lanes.deal(seeds):
        if isinstance(episode, EpisodeFailed):
            raise LawBroken(f"an episode could not be dealt: {episode}")
        episodes.append(episode)
    expect(len(episodes) == len(seeds), f"{len(seeds)} episodes were asked for, {len(episodes)} dealt")
    return episodes


def _moves(
    episodes: Sequence[Episode], rngs: Sequence[np.random.Generator], steps: Sequence[list[Step]]
) -> list[tuple[Episode, Mapping[Seat, Action]]]:
    """A random move for every episode that is not over; each is noted in `steps`."""
    moves: list[tuple[Episode, Mapping[Seat, Action]]] = []
    for episode, rng, noted in zip(episodes, rngs, steps, strict=True):
        asked = {seat: list(observation.legal) for seat, observation in sorted(episode.pending().items())}
        step = tuple((seat, legal, legal[int(rng.integers(len(legal)))]) for seat, legal in asked.items() if legal)
        expect(len(step) == len(asked), "a seat is asked that has no legal action")
        if step:
            noted.append(step)
            moves.append((episode, {seat: action for seat, _, action in step}))
    return moves


def _ended(episode: Episode, steps: tuple[Step, ...]) -> Played:
    record = episode.record() if isinstance(episode, RecordedEpisode) else {}
    return Played(steps, tuple(float(value) for value in episode.returns()), record)


def suite(component: Game, place: Rehearsal, role: Role) -> GameSuite:
    """The suite for a game that an experiment names."""
    del place, role
    return GameSuite(component)


def check_game(game: Game) -> None:
    """Raise LawBroken with all that `game` does wrong."""
    insist(GameSuite(game))
