"""Oracles answer a mixture with a better policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from psrokit.estimate import Estimate
from psrokit.game import Floats, Game, Role, Seat
from psrokit.meta import MetaStrategy
from psrokit.play import Venue
from psrokit.policy import Policy
from psrokit.population import Member, Population
from psrokit.seeds import generator, seed
from psrokit.versus import Pairing, versus


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a response may join the population, why, and the numbers behind it, by name."""

    policy: Policy
    accepted: bool
    reason: str
    evidence: Mapping[str, Estimate]


def unheard(_judgement: Judgement) -> None:
    """Where nobody listens to judgements."""


@dataclass(frozen=True, slots=True)
class Task:
    """What an oracle must answer: the best response of one seat's role to the mixture of the others.

    seed: names this task's randomness. venue: plays (and, in a run, records) training matches.
    workdir: a scratch folder of this task, or None where nothing may be written; it may vanish between runs.
    judged: told of every response that was examined; a run records it. It never changes an answer.
    """

    game: Game
    seat: Seat
    iteration: int
    population: Population
    strategy: MetaStrategy
    seed: int
    venue: Venue
    workdir: Path | None = None
    judged: Callable[[Judgement], None] = unheard

    @property
    def role(self) -> Role:
        """The role that seeks a response."""
        return self.game.seats[self.seat]

    @property
    def incumbent(self) -> Member:
        """The member of this role with the most weight (the first of equals): where a warm start begins."""
        return self.population[self.role][int(np.argmax(self.strategy.weights[self.role]))]

    def rng(self, *purpose: int | str) -> np.random.Generator:
        """Randomness for one purpose inside this task."""
        return generator(self.seed, *purpose)

    def opponents(self, rng: np.random.Generator) -> tuple[Policy | None, ...]:
        """One policy per seat drawn from the mixture, None at this task's own seat; jointly if it is correlated."""
        seats = self.game.seats
        if self.strategy.joint is not None:
            cell = rng.choice(self.strategy.joint.size, p=self.strategy.joint.ravel())
            drawn = [int(i) for i in np.unravel_index(cell, self.strategy.joint.shape)]
        else:
            weights = self.strategy.weights
            drawn = [int(rng.choice(len(weights[role]), p=weights[role])) for role in seats]
        return tuple(
            None if seat == self.seat else self.population[role][drawn[seat]].policy for seat, role in enumerate(seats)
        )

    def pairings(self, count: int, *purpose: int | str) -> list[Pairing]:
        """Deals against opponents drawn from the mixture, for one purpose inside this task."""
        return [
            Pairing(self.opponents(self.rng(*purpose, "opponents", number)), seed(self.seed, *purpose, "deal", number))
            for number in range(count)
        ]

    def scores(self, candidates: Sequence[Policy], pairings: Sequence[Pairing]) -> Floats:
        """What each candidate returns in each pairing, shape (candidates, pairings): see `versus`."""
        return versus(self.venue, self.game.seats, candidates, pairings, "training")


class Oracle(Protocol):
    """Answers a task with policies to add: usually one; none if it found nothing new."""

    def respond(self, task: Task) -> Sequence[Policy]:
        """The response. Deterministic given the task."""
