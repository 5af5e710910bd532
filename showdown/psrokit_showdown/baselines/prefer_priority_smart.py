"""The player that moves first where that decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.erring import erring, most_powerful
from psrokit_showdown.tactics.reckoning import hit_points, rolled_damage
from psrokit_showdown.tactics.scene import Rules, Scene


@policy("prefer_priority_smart")
@dataclass(frozen=True)
class PreferPrioritySmart:
    """Uses the move of highest priority that knocks out, tried once in thought, else that of highest base power.

    Chance sends in Pokemon. Metamon: PreferPrioritySmart.

    random_most: in each battle a share of decisions, drawn evenly from 0 to this, is left to chance.

    rules: "corrected", or "faithful" to the players behind published results: the other side's HP percent is taken
    for hit points, the damage formula lacks a term and evasion helps the attacker.
    """

    rules: Rules = "corrected"
    random_most: float = 0.1

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return erring(_choose, rng, self.random_most, self.rules)


def _choose(scene: Scene) -> str:
    own, foe = scene.own, scene.foe
    if own is None or foe is None:
        return scene.any_choice()
    left = hit_points(scene, foe)
    deciding = [option for option in scene.moves if rolled_damage(scene, own, foe, option.move) > left]
    return max(deciding, key=lambda each: each.move.priority, default=most_powerful(scene)).choice
