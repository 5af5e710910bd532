"""The trainer of the first games."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.scene import Scene


@policy("gen1_trainer")
@dataclass(frozen=True)
class Gen1Trainer:
    """Uses any of its moves at random, and sends in the first Pokemon that is left. Metamon: Gen1Trainer."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng)


def _choose(scene: Scene) -> str:
    return scene.pick(scene.moves).choice if scene.moves else str(scene.legal[0])
