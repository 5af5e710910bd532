"""The player that switches for the sake of types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import effective_power
from psrokit_showdown.tactics.scene import Mon, Scene


@policy("basic_switcher")
@dataclass(frozen=True)
class BasicSwitcher:
    """Switches to the Pokemon with the move of best type, if that is strictly better than its own, else attacks.

    Attacks go by base power times type. Metamon: BasicSwitcher (BasicSwitch).
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng)


def _choose(scene: Scene) -> str:
    best = max(scene.reserves, key=lambda each: _advantage(scene, each.mon), default=None)
    if best is not None and (not scene.moves or _advantage(scene, best.mon) > _advantage(scene, scene.own)):
        return best.choice
    return max(scene.moves, key=lambda each: effective_power(scene, each)).choice if scene.moves else scene.any_choice()


def _advantage(scene: Scene, mon: Mon | None) -> float:
    return max((scene.factor(move.type, scene.foe) for move in mon.moves), default=0.0) if mon else 0.0
