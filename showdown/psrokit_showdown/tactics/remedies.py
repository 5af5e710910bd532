"""Moves that prepare and moves that heal."""

from __future__ import annotations

from psrokit_showdown.data.effects import MoveFacts
from psrokit_showdown.tactics.scene import MoveOption, Scene


def boost_sum(move: MoveFacts) -> int:
    """Stages by which a move raises its user's stats, in sum."""
    raised = sum(by for _, by in move.boosts) if move.on_self else 0
    return raised + sum(by for _, by in move.own_boosts)


def heal_share(scene: Scene, move: MoveFacts) -> float:
    """The fraction of its HP that a move gives back to its user.

    Half where the data mark a move as healing without a fraction (Recover in gen 1, Moonlight), but Rest does not
    count. Faithfully only the fraction in the data counts.
    """
    part, whole = move.heal
    if part or scene.faithful or not move.heals or move.category != "status" or not move.on_self or move.id == "rest":
        return part / whole
    return 0.5


def best_boost(scene: Scene, above: int) -> MoveOption | None:
    """The move that prepares most, if by more than `above` stages in sum."""
    return _best([(float(boost_sum(option.move)), option) for option in scene.moves], above)


def best_heal(scene: Scene, above: float) -> MoveOption | None:
    """The move that heals most, if it heals more than a fraction."""
    return _best([(heal_share(scene, option.move), option) for option in scene.moves], above)


def _best(worth: list[tuple[float, MoveOption]], above: float) -> MoveOption | None:
    value, option = max(worth, key=lambda pair: pair[0], default=(0.0, None))
    return option if value > above else None
