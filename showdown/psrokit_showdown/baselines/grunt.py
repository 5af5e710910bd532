"""The grunt: it hits as hard as it can."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import SwitchWeights, best_switch, changing_type, hardest_roll
from psrokit_showdown.tactics.scene import Rules, Scene


@policy("grunt")
@dataclass(frozen=True)
class Grunt:
    """Uses the move whose damage, tried once in thought, is greatest, and sends in the best Pokemon by types.

    Metamon: Grunt.

    rules: "corrected", or "faithful" to the players behind published results: the damage formula lacks a term,
    evasion helps the attacker and gen 1's screens are not seen.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng, self.rules)


_WEIGHTS = SwitchWeights(defence=1.0, offence=1.0)


def _choose(scene: Scene) -> str:
    if not scene.moves:
        return best_switch(scene, _WEIGHTS)
    return changing_type(scene, hardest_roll(scene).choice)
