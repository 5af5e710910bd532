"""Metrics: what is measured about the states of a run, on games played for nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from psrokit.estimate import Estimate
from psrokit.psro import Setup, State
from psrokit.seeds import seed


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a metric may look at: the run's setup and all its states so far, the newest last."""

    setup: Setup
    states: Sequence[State]

    @property
    def state(self) -> State:
        """The state to measure."""
        return self.states[-1]

    @property
    def previous(self) -> State | None:
        """The state before it, None at iteration 0."""
        return self.states[-2] if len(self.states) > 1 else None

    def seed(self, *purpose: int | str) -> int:
        """A seed for one purpose at this iteration, shared with no other purpose of the run."""
        return seed(self.setup.seed, "metric", self.state.iteration, *purpose)


class Metric(Protocol):
    """Measures one state. It plays through `measurement.setup.venue`, on matches of its own purpose."""

    def measure(self, measurement: Measurement) -> Mapping[str, Estimate]:
        """Named estimates; empty where the metric says nothing about this state."""
