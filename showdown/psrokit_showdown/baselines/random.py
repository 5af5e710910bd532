"""The uniformly random player."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat, policy


@policy("random")
@dataclass(frozen=True)
class Random:
    """Picks uniformly among all legal moves and switches. Metamon: RandomBaseline."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return _Random(rng)


@dataclass(frozen=True, slots=True)
class _Random:
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        legal = observation.legal
        return legal[int(self.rng.random() * len(legal))]
