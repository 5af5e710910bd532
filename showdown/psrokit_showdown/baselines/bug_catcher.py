"""The player that does everything wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import SwitchWeights, best_switch
from psrokit_showdown.tactics.reckoning import rolled_damage
from psrokit_showdown.tactics.scene import Rules, Scene


@policy("bug_catcher")
@dataclass(frozen=True)
class BugCatcher:
    """Uses the move of least damage, tried once in thought, and sends in the worst Pokemon by types.

    Metamon: BugCatcher.

    rules: "corrected", or "faithful" to the players behind published results: the damage formula lacks a term,
    evasion helps the attacker and gen 1's screens are not seen.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng, self.rules)


_WORST = SwitchWeights(defence=-1.0, offence=-1.0)


def _choose(scene: Scene) -> str:
    own, foe = scene.own, scene.foe
    if not scene.moves:
        return best_switch(scene, _WORST)
    if own is None or foe is None:
        return scene.any_choice()
    return min(scene.moves, key=lambda each: rolled_damage(scene, own, foe, each.move)).choice
