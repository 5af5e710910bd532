"""The player that does not like to miss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.scene import Scene


@policy("not_risk_taker")
@dataclass(frozen=True)
class NotRiskTaker:
    """Uses its move of highest accuracy; chance sends in Pokemon. Metamon: NotRiskTaker."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng)


def _choose(scene: Scene) -> str:
    if not scene.moves:
        return scene.any_choice()
    return max(scene.moves, key=lambda each: each.move.accuracy).choice
