"""The scripted player: it scores every choice and takes the best."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from math import exp

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat, policy
from psrokit_showdown.scoring import score
from psrokit_showdown.weights import Weights


@policy("scripted")
@dataclass(frozen=True)
class Scripted(Weights):
    """A player of generation 1 whose style is thirty numbers: offence, stall, status or sacrifice
    (`psrokit_showdown.weights`).

    `RANGES` gives the sensible range of each, for an oracle that fits them to its opponents.
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor without memory; it draws from `rng` only at a temperature above 0."""
        return _Scripted(self, rng)


@dataclass(frozen=True, slots=True)
class _Scripted:
    weights: Weights
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        legal = tuple(observation.legal)
        if len(legal) == 1:
            return legal[0]
        scores = score(observation.view, legal, self.weights)
        if self.weights.temperature <= 0.0:
            return legal[scores.index(max(scores))]
        return legal[self._draw(scores)]

    def _draw(self, scores: list[float]) -> int:
        """An index with probability proportional to exp(score / temperature)."""
        highest = max(scores)
        shares = list(accumulate(exp((score - highest) / self.weights.temperature) for score in scores))
        return min(bisect_right(shares, self.rng.random() * shares[-1]), len(shares) - 1)
