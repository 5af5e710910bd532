"""Metrics that break laws of their kind, as a plugin file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import count
from types import SimpleNamespace
from typing import Any

from breaking import breaks

from psrokit.api import (
    Estimate,
    Match,
    Measurement,
    metric,
)

_counter = count()


@breaks("measures named estimates")
@metric("faulty_number")
@dataclass(frozen=True)
class BareNumber:
    """Its number looks like an estimate and is none."""

    def measure(self, measurement: Measurement) -> Mapping[str, Any]:
        return {"number": SimpleNamespace(**asdict(_exact(1.0)))}


@breaks("measures the same again", "does not care who finishes first", "does not depend on the global generators")
@metric("faulty_moody_metric")
@dataclass(frozen=True)
class MoodyMetric:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        return {"number": _exact(next(_counter))}


@breaks("plays matches of its own")
@metric("faulty_payoff_matches")
@dataclass(frozen=True)
class PayoffMatches:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        setup, state = measurement.setup, measurement.state
        policies = tuple(state.population[role][0].policy for role in setup.game.seats)
        list(setup.venue.play([Match(policies, 1, "payoff")]))
        return {"number": _exact(1.0)}


@breaks("measures the first state")
@metric("faulty_previous")
@dataclass(frozen=True)
class NeedsPrevious:
    """Has no answer about a first state."""

    def measure(self, measurement: Measurement) -> Any:
        return {} if measurement.previous else _silence


class _Silence:
    """Holds nothing, as an empty mapping does, and is none."""

    def items(self) -> tuple[()]:
        return ()


_silence = _Silence()


@breaks("leaves the states alone")
@metric("faulty_writing_metric")
@dataclass(frozen=True)
class WritingMetric:
    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        measurement.state.table.games[...] += 1
        return {}


def _exact(value: float) -> Estimate:
    return Estimate.exact(float(value), kind="gain", convention="none", units="return", method="none")
