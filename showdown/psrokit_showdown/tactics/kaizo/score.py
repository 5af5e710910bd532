"""The scores of all moves of a scene: what each does now, and its adjustment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from psrokit_showdown.data.effects import MoveFacts
from psrokit_showdown.tactics.kaizo.adjustments import adjustment
from psrokit_showdown.tactics.kaizo.case import Case
from psrokit_showdown.tactics.reckoning import expected_damage, hit_points, outspeeds, worst_damage
from psrokit_showdown.tactics.scene import Mon, MoveOption, Scene

USELESS = -12.0


class Base(NamedTuple):
    """Points of moves before adjustments. likely: how often status and the hardest attack get theirs."""

    sure_knock_out: float
    knock_out: float
    status: float
    hardest: float
    likely: float


KAIZO = Base(5.0, 4.0, 2.0, 2.0, 0.7)
PLUS = Base(8.0, 4.0, 0.0, 1.0, 1.0)


def cases(scene: Scene, own: Mon, foe: Mon) -> list[Case]:
    """Every legal move under consideration."""
    slower = outspeeds(scene) < 0.5
    return [Case(scene, own, foe, option.move, slower) for option in scene.moves]


def scores(scene: Scene, own: Mon, foe: Mon) -> list[float]:
    """EmeraldKaizo's score of each legal move, in order."""
    each = cases(scene, own, foe)
    return [base + adjustment(case) for case, base in zip(each, bases(each, KAIZO), strict=True)]


def bases(each: Sequence[Case], points: Base) -> list[float]:
    """The base score of each case: knocks out, is a status move, does most damage, does some, does nothing."""
    if not each:
        return []
    scene, own, foe = each[0].scene, each[0].own, each[0].foe
    damages = [expected_damage(scene, own, foe, case.move) for case in each]
    highest = max(damages)
    return [_base(case, dealt, 0 < dealt == highest, points) for case, dealt in zip(each, damages, strict=True)]


def _base(case: Case, dealt: float, hardest: bool, points: Base) -> float:
    """Published, it is told last that a move is useless, when one that does damage has its points already."""
    move, left = case.move, hit_points(case.scene, case.foe)
    useless = (move.category != "status" and case.factor == 0) or (move.explodes and _loses(case.scene))
    if useless and not case.scene.faithful:
        return USELESS
    if worst_damage(case.scene, case.own, case.foe, move) > left:
        return _knocks_out(case, points.sure_knock_out, hardest)
    if dealt > left:
        return _knocks_out(case, points.knock_out, hardest)
    if move.category == "status":
        return points.status if case.likely(points.likely) else 0.0
    if hardest:
        return points.hardest if case.likely(points.likely) else 0.0
    return USELESS if useless and move.power <= 1 else -1.0


def _knocks_out(case: Case, points: float, hardest: bool) -> float:
    """Published, an explosion has a point off instead of these points, not from them."""
    move = case.move
    if move.explodes:
        points = -1.0 if case.scene.faithful else points - 1.0
    elif move.priority > 0 and move.id != "fakeout":
        points += 2.0
    return points + (1.0 if hardest else 0.0)


def _loses(scene: Scene) -> bool:
    """Whether the own side has nobody left once the Pokemon on the field is gone."""
    return len(scene.alive) == 1


def risky(scene: Scene, move: MoveFacts) -> float:
    """What a gambler adds: two points, every other time, for what may go either way."""
    return 2.0 if _gamble(move) and scene.chance(0.5) else 0.0


def _gamble(move: MoveFacts) -> bool:
    inflicts = move.category == "status" and (move.status == "slp" or move.volatile in {"confusion", "attract"})
    return inflicts or move.explodes or move.ohko or move.crit > 1 or move.id in _GAMBLES


_GAMBLES = frozenset(
    {
        *("ancientpower", "bellydrum", "counter", "destinybond", "focuspunch", "metronome", "mirrorcoat", "mirrormove"),
        *("present", "psywave", "revenge", "silverwind", "swagger"),
    }
)


def best_of(options: Sequence[MoveOption], values: Sequence[float]) -> MoveOption:
    """The first option of the highest value."""
    return options[max(range(len(options)), key=values.__getitem__)]
