"""Habits that Metamon's players share: whom to send in, when to leave, what knocks out, when to change type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from psrokit_showdown.actions import TERASTALLIZE
from psrokit_showdown.data.effects import MoveFacts
from psrokit_showdown.tactics.reckoning import (
    expected_damage,
    hit_points,
    outspeeds,
    rolled_damage,
    speed_edge,
    stat,
    worst_damage,
)
from psrokit_showdown.tactics.scene import SPEED, Mon, MoveOption, Reserve, Scene

Reckoned = Callable[[Scene, Mon, Mon, MoveFacts], float]
Checks = Mapping[str, float]
"""How well each species fares against the one on the field, from 0 to 1."""
NO_CHECKS: Checks = {}
_SURE_CHECK = 0.3


class SwitchWeights(NamedTuple):
    """What counts in a Pokemon to send in. hp, level, status: its health, its level, that it has no status."""

    defence: float = 0.0
    offence: float = 0.0
    speed: float = 0.0
    check: float = 0.0
    level: float = 0.0
    hp: float = 0.0
    status: float = 0.0


BY_TYPES = SwitchWeights(defence=1.0, offence=1.0, speed=0.001)
"""By types, with a thought for speed."""


def switch_score(scene: Scene, mon: Mon, weights: SwitchWeights, checks: Checks = NO_CHECKS) -> float:
    """How good it is to have a Pokemon on the field."""
    check = checks.get(mon.base.base_species, 0.0)
    attacking = {move.type for move in mon.moves if move.category != "status"}
    threat = sum(scene.factor(each, mon) for each in scene.foe.types) if scene.foe else 0.0
    offence = sum(scene.factor(each, scene.foe) for each in mon.types if each in attacking)
    return (
        weights.check * (check if check > _SURE_CHECK else 0.0)
        - weights.defence * threat
        + weights.offence * offence
        + weights.level * mon.level
        + weights.speed * stat(scene, mon, SPEED)
        + weights.hp * mon.hp
        + weights.status * (mon.status == "")
    )


def best_switch(scene: Scene, weights: SwitchWeights, checks: Checks = NO_CHECKS) -> str:
    """The choice that sends in the best, or any choice where nobody can be sent."""
    if not scene.reserves:
        return scene.any_choice()
    return max(scene.reserves, key=lambda each: switch_score(scene, each.mon, weights, checks)).choice


def effective_power(scene: Scene, option: MoveOption) -> float:
    """Base power times the type's factor."""
    return option.move.power * scene.factor(option.move.type, scene.foe)


def strongest(scene: Scene, reckoned: Reckoned) -> MoveOption:
    """The move of greatest damage by an estimate."""
    own, foe = scene.own, scene.foe
    if own is None or foe is None:
        return scene.moves[0]
    return max(scene.moves, key=lambda each: reckoned(scene, own, foe, each.move))


def hardest_roll(scene: Scene) -> MoveOption:
    """The move of greatest damage in one try of each."""
    return strongest(scene, rolled_damage)


def most_expected(scene: Scene) -> MoveOption:
    """The move of greatest expected damage."""
    return strongest(scene, expected_damage)


def knock_out(scene: Scene, reckoned: Reckoned = worst_damage) -> MoveOption | None:
    """The move of greatest damage by an estimate, if it takes all that the other side's Pokemon has left."""
    if scene.own is None or scene.foe is None or not scene.moves:
        return None
    best = strongest(scene, reckoned)
    return best if reckoned(scene, scene.own, scene.foe, best.move) > hit_points(scene, scene.foe) else None


def surely_beats(scene: Scene, reserve: Reserve) -> bool:
    """Whether a reserve is surely faster and surely knocks out."""
    foe = scene.foe
    if foe is None or speed_edge(scene, reserve.mon) < 1.0:
        return False
    left = hit_points(scene, foe)
    return any(worst_damage(scene, reserve.mon, foe, move) > left for move in reserve.mon.moves)


def emergency(scene: Scene, *, must_be_slower: bool = False, must_be_low: bool = False) -> bool:
    """Whether the Pokemon on the field should leave: no move of its is even neutral, or Perish Song is about to end.

    Published, only the last turn but one of the song counts, and who stays then faints.
    """
    if scene.own is None or not scene.reserves:
        return False
    best = max((scene.factor(move.type, scene.foe) for move in scene.own.moves), default=0.0)
    ending = {"perish2"} if scene.faithful else {"perish2", "perish1"}
    helpless = best < 1 or bool(ending & scene.own.volatiles)
    slower = not must_be_slower or outspeeds(scene) < 0.5
    return helpless and slower and (not must_be_low or scene.own.hp < 0.25)


def changing_type(scene: Scene, choice: str) -> str:
    """The same move with Terastallization, if that is possible and the Pokemon is the last (or the last unhurt)."""
    changed = f"{choice} {TERASTALLIZE}"
    if changed not in scene.legal or scene.own is None:
        return choice
    unhurt = [each for each in scene.alive if each.hp == each.max_hp]
    last = len(scene.alive) == 1 or (len(unhurt) == 1 and scene.own.hp == 1.0)
    return changed if last else choice
