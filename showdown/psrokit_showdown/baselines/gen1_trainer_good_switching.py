"""The trainer of the first games, but it knows whom to send in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import BY_TYPES, best_switch
from psrokit_showdown.tactics.scene import Scene


@policy("gen1_trainer_good_switching")
@dataclass(frozen=True)
class Gen1TrainerGoodSwitching:
    """Uses any of its moves at random, and sends in the best Pokemon by types, with a thought for speed.

    Metamon: Gen1TrainerGoodSwitching.
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng)


def _choose(scene: Scene) -> str:
    return scene.pick(scene.moves).choice if scene.moves else best_switch(scene, BY_TYPES)
