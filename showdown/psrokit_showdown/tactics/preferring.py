"""The rule of players that would rather use moves of one category."""

from __future__ import annotations

from psrokit_showdown.tactics.acting import Rule
from psrokit_showdown.tactics.erring import most_powerful
from psrokit_showdown.tactics.scene import Scene


def preferring(category: str) -> Rule:
    """The move of highest base power among those of `category` ("physical", "special"), else among all."""

    def choose(scene: Scene) -> str:
        if not scene.moves:
            return scene.any_choice()
        preferred = [option for option in scene.moves if option.move.category == category]
        return max(preferred, key=lambda each: each.move.power).choice if preferred else most_powerful(scene).choice

    return choose
