"""The player that likes to miss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.erring import erring
from psrokit_showdown.tactics.scene import Scene


@policy("risk_taker")
@dataclass(frozen=True)
class RiskTaker:
    """Uses its move of lowest accuracy; chance sends in Pokemon. Metamon: RiskTaker.

    random_most: in each battle a share of decisions, drawn evenly from 0 to this, is left to chance.
    """

    random_most: float = 0.1

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return erring(_choose, rng, self.random_most)


def _choose(scene: Scene) -> str:
    return min(scene.moves, key=lambda each: each.move.accuracy).choice
