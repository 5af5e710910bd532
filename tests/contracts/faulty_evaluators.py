"""Evaluators that break laws of their kind, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from breaking import breaks

from psrokit.api import (
    Game,
    Outcome,
    PayoffTable,
    Population,
    Venue,
    evaluator,
    mirrored,
    seed,
)

_counter = count()


@breaks("leaves no hole", "gives payoffs with the sum of the game")
@evaluator("faulty_holes")
@dataclass(frozen=True)
class Holes:
    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        return table


@dataclass(frozen=True)
class _Sampling:
    """One mirrored group a cell; what is faulty comes from the classes below."""

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        for profile in self._profiles(table):
            policies = [population[role][index].policy for role, index in zip(game.seats, profile, strict=True)]
            group = mirrored(game.seats, policies, self._seed(seed, profile), "payoff")
            table = table.with_groups([(profile, self._returns(list(venue.play(group))))])
        return table

    def _profiles(self, table: PayoffTable) -> list[tuple[int, ...]]:
        return table.holes()

    def _seed(self, own: int, profile: tuple[int, ...]) -> int:
        return seed(own, *profile)

    def _returns(self, answers: list[tuple[int, Outcome]]) -> list[Any]:
        return [outcome.returns for _, outcome in sorted(answers, key=lambda answer: answer[0])]


@breaks("keeps earlier evidence")
@evaluator("faulty_forgetful")
@dataclass(frozen=True)
class Forgetful(_Sampling):
    """Begins with an empty table each time, and takes fewer samples of old policies."""

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        old = 2 if population.sizes(game.seats)[0] == 1 else 1
        table = PayoffTable.empty(game.seats, table.sizes)
        for number in range(old):
            table = self._more(game, population, table, venue, number)
        return table

    def _more(self, game: Game, population: Population, table: PayoffTable, venue: Venue, number: int) -> PayoffTable:
        for profile in table.profiles():
            policies = [population[role][index].policy for role, index in zip(game.seats, profile, strict=True)]
            group = mirrored(game.seats, policies, seed(number, *profile), "payoff")
            table = table.with_groups([(profile, self._returns(list(venue.play(group))))])
        return table


@breaks("does not care who finishes first")
@evaluator("faulty_order")
@dataclass(frozen=True)
class Order(_Sampling):
    """Takes outcomes in the order in which they come."""

    def _returns(self, answers: list[tuple[int, Outcome]]) -> list[Any]:
        return [outcome.returns for _, outcome in answers]


@breaks(
    "fills the same table again",
    "does not care who finishes first",
    "does not depend on the global generators",
    "reaches the same table in steps",
)
@evaluator("faulty_lucky")
@dataclass(frozen=True)
class Lucky(_Sampling):
    """Other matches each time."""

    def _seed(self, own: int, profile: tuple[int, ...]) -> int:
        return next(_counter)


@breaks("takes a failed match for no result")
@evaluator("faulty_zero")
@dataclass(frozen=True)
class Zero(_Sampling):
    """A failed match becomes a zero."""

    def _returns(self, answers: list[tuple[int, Outcome]]) -> list[Any]:
        return [outcome.returns or (0.0, 0.0) for _, outcome in sorted(answers, key=lambda answer: answer[0])]
