"""The player that looks at base power alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat, policy
from psrokit_showdown.actions import chosen_move
from psrokit_showdown.data import gen1_moves


@policy("max_power")
@dataclass(frozen=True)
class MaxPower:
    """Uses its move of highest base power, whatever stands opposite; draws a replacement at random when one faints.

    Generation 1 only: moves of other generations count as powerless.
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws replacements from `rng`."""
        return _MaxPower(rng)


@dataclass(frozen=True, slots=True)
class _MaxPower:
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        moves = [choice for choice in observation.legal if choice.startswith("move")]
        if not moves:
            return observation.legal[int(self.rng.random() * len(observation.legal))]
        return max(moves, key=lambda choice: _power(chosen_move(observation.view, choice)))


def _power(move: str) -> int:
    known = gen1_moves().get(move)
    return known.power if known else 0
