"""The gym leader: it knocks out, prepares and heals in time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.habits import (
    BY_TYPES,
    best_switch,
    changing_type,
    emergency,
    knock_out,
    most_expected,
    surely_beats,
)
from psrokit_showdown.tactics.remedies import best_boost, best_heal
from psrokit_showdown.tactics.scene import MoveOption, Rules, Scene


@policy("gym_leader")
@dataclass(frozen=True)
class GymLeader:
    """Knocks out where that is sure, prepares on its first turn, heals when low, else does most damage on average.

    Helpless, it leaves; it sends in whoever is surely faster and surely knocks out, else the best by types.
    In gen 1 the data give Recover and Soft-Boiled no fraction: they count as half. Metamon: GymLeader.

    rules: "corrected", or "faithful" to the players behind published results: the other side's HP percent is taken
    for hit points, the damage formula lacks a term and evasion helps the attacker, and Recover heals nothing in gen
    1.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(_choose, rng, self.rules)


def _choose(scene: Scene) -> str:
    if not scene.moves or emergency(scene):
        return next((each.choice for each in scene.reserves if surely_beats(scene, each)), "") or best_switch(
            scene, BY_TYPES
        )
    option = knock_out(scene) or _preparation(scene) or most_expected(scene)
    return changing_type(scene, option.choice)


def _preparation(scene: Scene) -> MoveOption | None:
    """A move to prepare or to heal with, if the time is right and chance agrees."""
    if scene.own is None:
        return None
    boost, heal = best_boost(scene, 1), best_heal(scene, 0.33)
    if scene.first_turn and scene.own.hp > 0.9 and boost and scene.chance(0.5):
        return boost
    return heal if scene.own.hp < 0.33 and heal and scene.chance(0.75) else None
