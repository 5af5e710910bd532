"""Metrics that each break one rule of their kind, as a plugin file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from psrokit.api import (
    Estimate,
    Match,
    Measurement,
    metric,
)

_counter = count()


@metric("faulty_number")
@dataclass(frozen=True)
class BareNumber:
    def measure(self, measurement: Measurement) -> Mapping[str, Any]:
        return {"number": 1.0}


@metric("faulty_moody_metric")
@dataclass(frozen=True)
class MoodyMetric:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return {"number": _exact(next(_counter))}


@metric("faulty_payoff_matches")
@dataclass(frozen=True)
class PayoffMatches:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        setup, state = measurement.setup, measurement.state
        policies = tuple(state.population[role][0].policy for role in setup.game.seats)
        list(setup.venue.play([Match(policies, 1, "payoff")]))
        return {"number": _exact(1.0)}


@metric("faulty_previous")
@dataclass(frozen=True)
class NeedsPrevious:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        assert measurement.previous is not None
        return {}


@metric("faulty_writing_metric")
@dataclass(frozen=True)
class WritingMetric:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        measurement.state.table.games[...] += 1
        return {}


def _exact(value: float) -> Estimate:
    return Estimate.exact(float(value), kind="gain", convention="none", units="return", method="none")
