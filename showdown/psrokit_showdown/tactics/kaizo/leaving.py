"""Whom EmeraldKaizo sends in."""

from __future__ import annotations

from psrokit_showdown.tactics.reckoning import HIGHEST, blow
from psrokit_showdown.tactics.scene import Mon, Reserve, Scene

_START = 10.0
_STRONG = 2.0


def replacement(scene: Scene) -> str:
    """When one has fainted: by types the first with a strong attack, else who does most damage at once.

    Published, the marks have an inverted sense: those that the other side's types hurt are taken first.
    """
    if not scene.reserves or scene.foe is None:
        return scene.any_choice()
    marked = sorted(((_mark(scene, each.mon), each) for each in scene.reserves), key=lambda pair: -pair[0])
    for mark, reserve in marked:
        if mark > 0 and _strong_attacks(scene, reserve.mon):
            return reserve.choice
    return max(scene.reserves, key=lambda each: _hardest(scene, each.mon)).choice


def escape(scene: Scene) -> str:
    """When it leaves by choice: somebody with strong attacks, the more the likelier, else anybody."""
    tickets: list[Reserve] = [reserve for reserve in scene.reserves for _ in range(_strong_attacks(scene, reserve.mon))]
    return scene.pick(tickets or scene.reserves).choice


def _mark(scene: Scene, mon: Mon) -> float:
    mark = _START
    if scene.foe is None:
        return mark
    step = 2.0 if len(scene.foe.types) > 1 else 4.0
    for each in scene.foe.types:
        factor = scene.factor(each, mon)
        if factor == 0:
            mark = 0.0 if scene.faithful else mark * step
        elif factor != 1:
            hurts = factor > 1
            mark = mark * step if hurts == scene.faithful else mark / step
    return mark


def _strong_attacks(scene: Scene, mon: Mon) -> int:
    return sum(move.category != "status" and scene.factor(move.type, scene.foe) >= _STRONG for move in mon.moves)


def _hardest(scene: Scene, mon: Mon) -> float:
    foe = scene.foe
    return max((blow(scene, mon, foe, move, HIGHEST) for move in mon.moves), default=0.0) if foe else 0.0
