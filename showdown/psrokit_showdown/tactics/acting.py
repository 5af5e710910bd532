"""The actor of every rule-following player: it makes the scene, and follows its rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Observation
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.tactics.scene import Rules, Scene

Rule = Callable[[Scene], str]
"""Chooses one of `scene.legal`."""


@dataclass(slots=True)
class Follower:
    """Follows a rule. It remembers who was on the field, to know the first turn of each.

    Before a battle it leads with its first Pokemon; with only one choice it takes that.
    """

    rule: Rule
    rng: np.random.Generator
    rules: Rules = "corrected"
    entered: tuple[str, int] = ("", -1)

    def act(self, observation: Observation) -> Action:
        """The rule's choice."""
        view: BattleView = observation.view
        first_turn = self._first_turn(view)
        if len(observation.legal) == 1 or view.decision == "preview":
            return observation.legal[0]
        return self.rule(Scene(observation, self.rng, self.rules, first_turn=first_turn))

    def _first_turn(self, view: BattleView) -> bool:
        active = view.active
        if active is None or active.fainted or view.decision != "move":
            self.entered = ("", -1)
            return False
        if self.entered[0] != active.species:
            self.entered = (active.species, view.turn)
        return self.entered[1] == view.turn
