"""Players that follow a rule but for a small share of their decisions."""

from __future__ import annotations

import numpy as np

from psrokit.api import InputError
from psrokit_showdown.tactics.acting import Follower, Rule
from psrokit_showdown.tactics.scene import MoveOption, Rules, Scene


def erring(rule: Rule, rng: np.random.Generator, most: float, rules: Rules = "corrected") -> Follower:
    """Follows `rule`, but chooses at random with a probability drawn for the battle, evenly from 0 to `most`.

    Raises InputError if `most` is no probability.
    """
    if not 0.0 <= most <= 1.0:
        raise InputError(f"random_most is a probability from 0 to 1, not {most}")
    share = most * float(rng.random())

    def now_and_then(scene: Scene) -> str:
        return scene.any_choice() if not scene.moves or scene.chance(share) else rule(scene)

    return Follower(now_and_then, rng, rules)


def most_powerful(scene: Scene) -> MoveOption:
    """The move of highest base power."""
    return max(scene.moves, key=lambda each: each.move.power)
