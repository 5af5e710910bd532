"""The player that looks for the best move in its whole team."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import effective_power
from psrokit_showdown.tactics.scene import Mon, Rules, Scene


@policy("switch_to_best_move")
@dataclass(frozen=True)
class SwitchToBestMove:
    """Switches to whoever has the best move of all its team by base power times type, or uses it if that is its own.

    Metamon: SwitchToBestMove.

    rules: "corrected", or "faithful" to the players behind published results: it finds its own best move and then
    chooses at random.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng, self.rules)


def _choose(scene: Scene) -> str:
    best = max(scene.reserves, key=lambda each: _best_power(scene, each.mon), default=None)
    own = max(scene.moves, key=lambda each: effective_power(scene, each), default=None)
    if own is None:
        return best.choice if best is not None else scene.any_choice()
    if best is not None and _best_power(scene, best.mon) > effective_power(scene, own):
        return best.choice
    return scene.any_choice() if scene.faithful else own.choice


def _best_power(scene: Scene, mon: Mon) -> float:
    return max((move.power * scene.factor(move.type, scene.foe) for move in mon.moves), default=0.0)
