"""Estimates of stats, speed, accuracy and damage in any generation, as Metamon's players make them.

Real numbers throughout: for gen 1 to the hit point there is `psrokit_showdown.mechanics`. With `faithful` rules the
published formula holds: its level term lacks the "+ 2", evasion helps the attacker, screens of gen 1 are not seen, and
Terastallization doubles.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Literal

from psrokit_showdown.data.effects import MoveFacts
from psrokit_showdown.tactics.scene import ATTACK, DEFENCE, HP, SPECIAL_ATTACK, SPECIAL_DEFENCE, SPEED, Mon, Scene

Assumed = Literal["worst", "uniform", "best"]
"""What is assumed of stats that are not known: none, a third or all of the effort that a species can have."""
EFFORT = {"worst": 0, "uniform": 85, "best": 252}
_FULL_EFFORT = 63
LOWEST, MEAN, HIGHEST = 0.85, 0.925, 1.0
"""Random factors of damage."""
_STAGES = (0.25, 0.28, 0.33, 0.4, 0.5, 0.66, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
_ACCURACY_STAGES = tuple(3 / (3 - stage) if stage < 0 else (3 + stage) / 3 for stage in range(-6, 7))
_CRITICAL = {
    2: (0.0664, 0.125, 0.25, 0.332, 0.5),
    3: (0.0625, 0.125, 0.25, 0.333, 0.5),
    9: (0.0417, 0.125, 0.5, 1.0, 1.0),
}
_WEATHER = {"sunnyday": ("fire", "water"), "raindance": ("water", "fire")}


def stat(scene: Scene, mon: Mon, which: int, assumed: Assumed = "uniform", *, staged: bool = True) -> float:
    """A stat, with its stage unless `staged` is false; which: a place in base stats."""
    if which == HP:
        return float(mon.max_hp) if mon.max_hp is not None else _inferred(scene, mon, which, assumed)
    raw: float = float(mon.stats[which]) if mon.stats is not None else _inferred(scene, mon, which, assumed)
    return float(round(raw * _STAGES[int(mon.boosts[which]) + 6])) if staged else raw


def _inferred(scene: Scene, mon: Mon, which: int, assumed: Assumed) -> float:
    base, added = mon.base.base[which], mon.level + 10 if which == HP else 5
    if scene.gen <= 2:
        effort = _FULL_EFFORT + (
            1 if scene.faithful else 0
        )  # the root of 65535 is rounded up to 256, not capped at 255
        return floor(((base + 15) * 2 + effort) * mon.level / 100) + added
    return floor((2 * base + 31 + EFFORT[assumed] // 4) * mon.level / 100) + added


def hit_points(scene: Scene, mon: Mon) -> float:
    """What it has left: of the other side by the HP inferred, or, faithfully, its percentage taken for hit points."""
    if scene.faithful and not mon.own:
        return 100 * mon.hp
    return mon.hp * stat(scene, mon, HP)


def outspeeds(scene: Scene) -> float:
    """The chance that the own Pokemon on the field is faster: where its speed lies in the other's range."""
    return 0.0 if scene.own is None else speed_edge(scene, scene.own)


def speed_edge(scene: Scene, mon: Mon) -> float:
    """The chance that an own Pokemon is faster than the other side's, from 0 to 1."""
    if scene.foe is None:
        return 1.0
    worst, best = (stat(scene, scene.foe, SPEED, assumed) for assumed in ("worst", "best"))
    return min(max((stat(scene, mon, SPEED) - worst) / (best + 1 - worst), 0.0), 1.0)


def accuracy(scene: Scene, attacker: Mon, defender: Mon, move: MoveFacts) -> float:
    """The chance to hit."""
    own, theirs = attacker.boost("accuracy"), defender.boost("evasion")
    if scene.gen == 1:
        against = theirs if scene.faithful else -theirs
        return min(move.accuracy * _STAGES[own + 6] * _STAGES[against + 6], 255 / 256)
    return min(move.accuracy * _ACCURACY_STAGES[min(max(own - theirs, -6), 6) + 6], 1.0)


def critical_chance(scene: Scene, attacker: Mon, move: MoveFacts) -> float:
    """The chance of a critical hit."""
    if scene.gen == 1:
        base = attacker.base.base[SPEED] / 512
        return base if scene.faithful or move.crit == 1 else min(8 * base, 255 / 256)
    table = _CRITICAL[min(scene.gen, 3) if scene.gen < 9 else 9]
    return table[min(max(move.crit - 1, 0), 4)]


def blow(
    scene: Scene,
    attacker: Mon,
    defender: Mon,
    move: MoveFacts,
    roll: float = MEAN,
    *,
    critical: bool = False,
    assumed: Assumed = "uniform",
    whole: bool = True,
) -> float:
    """Damage of one hit in hit points. assumed: of stats not known; whole: rounded up."""
    if move.category == "status":
        return 0.0
    if move.damage and not scene.faithful:
        fixed = attacker.level if move.damage == "level" else int(move.damage)
        return float(fixed) if scene.factor(move.type, defender) or scene.gen == 1 else 0.0
    physical = move.category == "physical"
    attack = stat(scene, attacker, ATTACK if physical else SPECIAL_ATTACK, assumed, staged=not critical)
    defence = stat(scene, defender, DEFENCE if physical else SPECIAL_DEFENCE, assumed, staged=not critical)
    plain = _level_term(scene, attacker) * move.power * attack / max(defence, 1.0) / 50
    dealt = (plain * _screen(scene, defender, physical, critical) + 2) * _modifiers(scene, attacker, defender, move)
    dealt *= roll * (_critical_factor(scene.gen, attacker.level) if critical else 1.0)
    return float(ceil(dealt)) if whole else dealt


def _level_term(scene: Scene, attacker: Mon) -> float:
    return 2 * attacker.level / 5 + (0 if scene.faithful else 2)


def _critical_factor(gen: int, level: int) -> float:
    if gen == 1:
        return (2 * level + 5) / (level + 5)
    return 2.0 if gen <= 5 else 1.5


def _screen(scene: Scene, defender: Mon, physical: bool, critical: bool) -> float:
    name = "reflect" if physical else "lightscreen"
    up = name in (scene.own_side if defender.own else scene.foe_side)
    if not scene.faithful:
        up = (up or name in defender.volatiles) and not critical
    return 0.5 if up else 1.0


def _modifiers(scene: Scene, attacker: Mon, defender: Mon, move: MoveFacts) -> float:
    better, worse = _WEATHER.get(scene.view.weather.lower(), ("", ""))
    factor = 1.5 if move.type == better else 0.5 if move.type == worse else 1.0
    factor *= _same_type(scene, attacker, move)
    if attacker.status == "brn" and move.category == "physical":
        factor *= 0.5
    return factor * scene.factor(move.type, defender)


def _same_type(scene: Scene, attacker: Mon, move: MoveFacts) -> float:
    """Terastallization adds to the types that a Pokemon was born with; published, it replaces them and doubles."""
    if scene.faithful:
        return (2.0 if attacker.tera else 1.5) if move.type in attacker.types else 1.0
    return (1.0, 1.5, 2.0)[(move.type in attacker.born) + (move.type == attacker.tera)]


def mean_hits(gen: int, move: MoveFacts) -> float:
    """How often a move hits on average when it hits."""
    if move.hits == (2, 5):
        return 3.0 if gen <= 4 else 3.1
    return sum(move.hits) / len(move.hits) if move.hits else 1.0


def rolled_damage(scene: Scene, attacker: Mon, defender: Mon, move: MoveFacts) -> float:
    """One try of a move: it may miss, and its damage varies."""
    if not scene.chance(accuracy(scene, attacker, defender, move)):
        return 0.0
    roll = LOWEST + (HIGHEST - LOWEST) * float(scene.rng.random())
    return mean_hits(scene.gen, move) * blow(scene, attacker, defender, move, roll)


def expected_damage(scene: Scene, attacker: Mon, defender: Mon, move: MoveFacts) -> float:
    """Mean damage over misses, hits and critical hits (which the published formula weighs by no accuracy)."""
    critical = critical_chance(scene, attacker, move)
    hits = accuracy(scene, attacker, defender, move) * mean_hits(scene.gen, move)
    plain, harder = (blow(scene, attacker, defender, move, critical=crit) for crit in (False, True))
    return hits * (1 - critical) * plain + (1.0 if scene.faithful else hits) * critical * harder


def worst_damage(scene: Scene, attacker: Mon, defender: Mon, move: MoveFacts) -> float:
    """What a move surely does: nothing if it can miss, else its fewest hits at the lowest roll."""
    if accuracy(scene, attacker, defender, move) < 255 / 256:
        return 0.0
    low = blow(scene, attacker, defender, move, LOWEST, assumed="best", whole=False)
    return (min(move.hits) if move.hits else 1) * low
