"""The grunt that does not care whom it sends in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import changing_type, hardest_roll
from psrokit_showdown.tactics.scene import Rules, Scene


@policy("grunt_random_switching")
@dataclass(frozen=True)
class GruntRandomSwitching:
    """Uses the move whose damage, tried once in thought, is greatest, and sends in anybody.

    Metamon: GruntRandomSwitching.

    rules: "corrected", or "faithful" to the players behind published results: the damage formula lacks a term,
    evasion helps the attacker and gen 1's screens are not seen.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng, self.rules)


def _choose(scene: Scene) -> str:
    return changing_type(scene, hardest_roll(scene).choice) if scene.moves else scene.any_choice()
