"""The rule of EmeraldKaizo, with or without a taste for risk."""

from __future__ import annotations

from collections.abc import Callable

from psrokit_showdown.data.effects import MoveFacts
from psrokit_showdown.tactics.habits import changing_type, emergency
from psrokit_showdown.tactics.kaizo.leaving import escape, replacement
from psrokit_showdown.tactics.kaizo.score import best_of, risky, scores
from psrokit_showdown.tactics.scene import Scene


def careful(scene: Scene) -> str:
    """By scores alone."""
    return _choose(scene, lambda *_: 0.0)


def gambling(scene: Scene) -> str:
    """Scores with a bonus for gambles."""
    return _choose(scene, risky)


def _choose(scene: Scene, bonus: Callable[[Scene, MoveFacts], float]) -> str:
    own, foe = scene.own, scene.foe
    if not scene.moves:
        return replacement(scene)
    if own is None or foe is None:
        return scene.any_choice()
    if emergency(scene) and scene.chance(0.9):
        return escape(scene)
    values = scores(scene, own, foe)
    sums = [value + bonus(scene, option.move) for value, option in zip(values, scene.moves, strict=True)]
    return changing_type(scene, best_of(scene.moves, sums).choice)
