"""Evaluators and metrics that break laws of their kind, as a plugin file."""
# ruff: noqa: NPY002, S311 # some use the global generators, which is their fault

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from breaking import breaks

from psrokit.api import (
    Estimate,
    Game,
    Match,
    Measurement,
    PayoffTable,
    Population,
    Venue,
    evaluator,
    metric,
    mirrored,
)


@dataclass(frozen=True)
class _Once:
    """One mirrored group a cell: right, but for what the classes below change."""

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        for profile in table.holes():
            policies = [population[role][index].policy for role, index in zip(game.seats, profile, strict=True)]
            matches = mirrored(game.seats, policies, self.seed(seed), "payoff")
            answers = sorted(venue.play(matches), key=lambda answer: answer[0])
            table = table.with_groups([(profile, [outcome.returns for _, outcome in answers])])
        return self.changed(table)

    def seed(self, own: int) -> int:
        return own

    def changed(self, table: PayoffTable) -> PayoffTable:
        return table


@breaks("gives each cell the mean of its games")
@evaluator("faulty_halves")
@dataclass(frozen=True)
class Halves(_Once):
    """Divides by two orders of a pair that was counted once (one project's symmetric games)."""

    def changed(self, table: PayoffTable) -> PayoffTable:
        halves = np.where(np.eye(*table.sizes), 1.0, 0.5)
        return replace(table, total=table.total * halves)


@breaks("counts the games that were played", "reaches the same table in steps")
@evaluator("faulty_inventing")
@dataclass(frozen=True)
class Inventing(_Once):
    """Counts every game ten times."""

    def changed(self, table: PayoffTable) -> PayoffTable:
        return replace(table, games=table.games * 10)


@breaks("leaves the global generators alone")
@evaluator("faulty_moving_evaluator")
@dataclass(frozen=True)
class Moving(_Once):
    def changed(self, table: PayoffTable) -> PayoffTable:
        random.random()
        return table


@breaks(
    "does not depend on the global generators",
    "gives each cell the mean of its games",
    "gives payoffs with the sum of the game",
    "keeps earlier evidence",
    "reaches the same table in steps",
)
@evaluator("faulty_unseeded")
@dataclass(frozen=True)
class Unseeded(_Once):
    """Takes its seeds from NumPy's global generator (one project seeded another than it drew from)."""

    def changed(self, table: PayoffTable) -> PayoffTable:
        return replace(table, total=table.total + np.random.get_state()[1][0])  # type: ignore[index] # the legacy state


@breaks("gives mirrored cells the same evidence", "gives each cell the mean of its games")
@evaluator("faulty_one_sided")
@dataclass(frozen=True)
class OneSided(_Once):
    """Counts more samples where the first of two alike seats holds the earlier policy."""

    def changed(self, table: PayoffTable) -> PayoffTable:
        return replace(table, count=table.count + np.triu(np.ones(table.sizes, dtype=np.int64), 1))


@breaks(
    "gives payoffs with the sum of the game",
    "gives each cell the mean of its games",
    "keeps earlier evidence",
    "reaches the same table in steps",
)
@evaluator("faulty_bonus")
@dataclass(frozen=True)
class Bonus(_Once):
    """Gives everybody a bonus that the game does not know."""

    def changed(self, table: PayoffTable) -> PayoffTable:
        return replace(table, total=table.total + table.count)


@breaks("leaves the given table alone", "counts the games that were played", "reaches the same table in steps")
@evaluator("faulty_scribbling")
@dataclass(frozen=True)
class Scribbling(_Once):
    """Counts in the table that it was given."""

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        table.games[...] += 1
        return super().fill(game, population, table, venue, seed)


@breaks("reaches the same table in steps")
@evaluator("faulty_history")
@dataclass(frozen=True)
class History(_Once):
    """Trusts what it finds in a table: known cells count twice after each visit."""

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        twice = replace(table, count=table.count * 2, total=table.total * 2, squares=table.squares * 2)
        return super().fill(game, population, twice, venue, seed)


def _estimate(value: float, units: str = "return") -> Mapping[str, Estimate]:
    estimate = Estimate.exact(
        value, kind="restricted_exploitability", convention="per player", units=units, method="none"
    )
    return {"number": estimate}


@breaks("says what its numbers are")
@metric("faulty_unitless")
@dataclass(frozen=True)
class Unitless:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return _estimate(0.0, units=" ")


@breaks("holds the truth where it is known")
@metric("faulty_exploitability")
@dataclass(frozen=True)
class WeakestGain:
    """The mixture's gain over its weakest opponent, called exploitability (one project's 0.40 for what is 0)."""

    claims: ClassVar[frozenset[str]] = frozenset({"exploitability_of_the_mixture"})

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        state = measurement.state
        role = state.table.seats[0]
        return _estimate(0.4 + float((state.strategy.weights[role] @ state.table.mean[0]).max()))


@breaks("holds the truth where it is known")
@metric("faulty_evasive")
@dataclass(frozen=True)
class Evasive:
    """Says that it measures exploitability, and measures something else."""

    claims: ClassVar[frozenset[str]] = frozenset({"exploitability_of_the_mixture"})

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return {"policies": replace(_estimate(3.0)["number"], kind="count")}


@breaks("leaves the global generators alone")
@metric("faulty_moving_numbers")
@dataclass(frozen=True)
class MovingNumbers:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        random.random()
        return _estimate(0.0)


@breaks("does not depend on the global generators")
@metric("faulty_drawn_numbers")
@dataclass(frozen=True)
class DrawnNumbers:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return _estimate(float(np.random.get_state()[1][0]))  # type: ignore[index] # the legacy state


@breaks("does not care who finishes first")
@metric("faulty_first_to_finish")
@dataclass(frozen=True)
class FirstToFinish:
    """Takes the match that ends first for the match that was asked for first."""

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        setup, population = measurement.setup, measurement.state.population
        first, second = (tuple(population[role][index].policy for role in setup.game.seats) for index in (0, 1))
        matches = [Match((first[0], second[1]), 1, "trial"), Match((second[0], first[1]), 1, "trial")]
        ended = [outcome.returns for _, outcome in setup.venue.play(matches)]
        return _estimate(ended[0][0] if ended[0] else 0.0)


@breaks("gives each number an interval that holds it")
@metric("faulty_interval")
@dataclass(frozen=True)
class OutsideItsInterval:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return {"number": replace(_estimate(0.0)["number"], value=2.0, high=1.0, bound="estimate", n=5)}
