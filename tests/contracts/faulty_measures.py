"""Evaluators and metrics that each break one law, as a plugin file."""
# ruff: noqa: NPY002, S311 # some use the global generators, which is their fault

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from psrokit.api import Estimate, Game, Measurement, PayoffTable, Population, Venue, evaluator, metric, mirrored


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


@evaluator("faulty_halves")
@dataclass(frozen=True)
class Halves(_Once):
    """Divides by two orders of a pair that was counted once (one project's symmetric games)."""

    def changed(self, table: PayoffTable) -> PayoffTable:
        halves = np.where(np.eye(*table.sizes), 1.0, 0.5)
        return replace(table, total=table.total * halves)


@evaluator("faulty_inventing")
@dataclass(frozen=True)
class Inventing(_Once):
    """Counts every game ten times."""

    def changed(self, table: PayoffTable) -> PayoffTable:
        return replace(table, games=table.games * 10)


@evaluator("faulty_moving_evaluator")
@dataclass(frozen=True)
class Moving(_Once):
    def changed(self, table: PayoffTable) -> PayoffTable:
        random.random()
        return table


@evaluator("faulty_unseeded")
@dataclass(frozen=True)
class Unseeded(_Once):
    """Takes its seeds from NumPy's global generator (one project seeded another than it drew from)."""

    def changed(self, table: PayoffTable) -> PayoffTable:
        return replace(table, total=table.total + np.random.get_state()[1][0] % 1000)  # type: ignore[index] # the legacy state


def _estimate(value: float, units: str = "return") -> Mapping[str, Estimate]:
    estimate = Estimate.exact(
        value, kind="restricted_exploitability", convention="per player", units=units, method="none"
    )
    return {"number": estimate}


@metric("faulty_unitless")
@dataclass(frozen=True)
class Unitless:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return _estimate(0.0, units=" ")


@metric("faulty_exploitability")
@dataclass(frozen=True)
class WeakestGain:
    """The mixture's gain over its weakest opponent, called exploitability (one project's 0.40 for what is 0)."""

    claims: ClassVar[frozenset[str]] = frozenset({"exploitability_of_the_mixture"})

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        state = measurement.state
        role = state.table.seats[0]
        return _estimate(0.4 + float((state.strategy.weights[role] @ state.table.mean[0]).max()))


@metric("faulty_moving_numbers")
@dataclass(frozen=True)
class MovingNumbers:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        random.random()
        return _estimate(0.0)


@metric("faulty_drawn_numbers")
@dataclass(frozen=True)
class DrawnNumbers:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return _estimate(float(np.random.get_state()[1][0]))  # type: ignore[index] # the legacy state
