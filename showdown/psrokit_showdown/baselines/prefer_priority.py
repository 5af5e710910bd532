"""The player that moves first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.scene import Scene


@policy("prefer_priority")
@dataclass(frozen=True)
class PreferPriority:
    """Uses its move of highest priority; chance sends in Pokemon. Metamon: PreferPriority."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng)


def _choose(scene: Scene) -> str:
    if not scene.moves:
        return scene.any_choice()
    return max(scene.moves, key=lambda each: each.move.priority).choice
