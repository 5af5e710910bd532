"""The rule of KaizoPlus: checks decide switches, and scores are trimmed."""

from __future__ import annotations

from collections.abc import Callable

from psrokit_showdown.tactics.habits import BY_TYPES, Checks, best_switch, changing_type, emergency, switch_score
from psrokit_showdown.tactics.heuristics import HAZARDS
from psrokit_showdown.tactics.kaizo.adjustments import adjustment
from psrokit_showdown.tactics.kaizo.case import Case
from psrokit_showdown.tactics.kaizo.score import PLUS, USELESS, bases, best_of, cases
from psrokit_showdown.tactics.reckoning import expected_damage
from psrokit_showdown.tactics.remedies import boost_sum, heal_share
from psrokit_showdown.tactics.scene import ATTACK, SPECIAL_ATTACK, Mon, Scene

WEIGHTS = BY_TYPES._replace(check=9.0)
_WEAKENED, _PREPARED = -3, 3
_SCREENS = {"reflect": "physical", "lightscreen": "special"}
_PIVOTS = frozenset({"uturn", "batonpass", "voltswitch", "flipturn"})


def choose(scene: Scene, checks: Checks) -> str:
    """Sends in the best where it must, or where that is better than staying in trouble; else the best score."""
    own, foe = scene.own, scene.foe
    if not scene.moves:
        return best_switch(scene, WEIGHTS, checks)
    if own is None or foe is None:
        return scene.any_choice()
    better = _better(scene, own, checks)
    trouble = _in_trouble(scene, own)
    if better and trouble:
        return best_switch(scene, WEIGHTS, checks)
    each = cases(scene, own, foe)
    damages = [expected_damage(scene, own, foe, case.move) for case in each]
    best = [
        base + _trimmed(case, each, damages, better or trouble)
        for case, base in zip(each, bases(each, PLUS), strict=True)
    ]
    return changing_type(scene, best_of(scene.moves, best).choice)


def _better(scene: Scene, own: Mon, checks: Checks) -> bool:
    """Whether a reserve scores above the Pokemon on the field."""
    best = max((switch_score(scene, each.mon, WEIGHTS, checks) for each in scene.reserves), default=float("-inf"))
    return best > switch_score(scene, own, WEIGHTS, checks)


def _in_trouble(scene: Scene, own: Mon) -> bool:
    stats = own.stats or own.base.base
    attack = "atk" if stats[ATTACK] >= stats[SPECIAL_ATTACK] else "spa"
    return emergency(scene) or any(own.boost(name) <= _WEAKENED for name in ("def", "spd", attack))


def _trimmed(case: Case, each: list[Case], damages: list[float], leaving: bool) -> float:
    """The adjustment of a move: KaizoPlus's own where it has one, else EmeraldKaizo's."""
    move = case.move
    own_rules: tuple[tuple[bool, Callable[[], float]], ...] = (
        (case.own.status == "slp" and not move.asleep, lambda: USELESS),
        (boost_sum(move) != 0 and move.category == "status", lambda: _boost(case, each)),
        (heal_share(case.scene, move) > 0, lambda: _heal(case)),
        (move.side in HAZARDS, lambda: _hazard(case)),
        (move.id in _SCREENS, lambda: _screen(case)),
        (move.id in {"rapidspin", "defog"}, lambda: _clearing(case, leaving)),
        (move.id in _PIVOTS, lambda: 1.0 if leaving else -1.0),
    )
    for applies, rule in own_rules:
        if applies:
            return rule()
    hardest = damages[each.index(case)] == max(damages) > 0
    return adjustment(case) + (2.0 if hardest and max(case.foe.boosts) >= _PREPARED else 0.0)


def _screen(case: Case) -> float:
    return 2.0 if _hits_hardest(case) == _SCREENS[case.move.id] and case.own.hp >= 0.9 else 0.0


def _boost(case: Case, each: list[Case]) -> float:
    value = boost_sum(case.move)
    best = max(boost_sum(other.move) for other in each if other.move.category == "status")
    if value < 2 or value < best or case.own.hp < 1.0:
        return 0.0 if value < 2 else -2.0
    return 4.0 if value > 2 else 3.0


def _heal(case: Case) -> float:
    if case.own.hp == 1.0:
        return -3.0
    if case.own.hp > 0.5:
        return case.maybe(-3, 0.88)
    return case.maybe(2, 0.5) if case.own.hp > 0.33 else 3.0


def _hazard(case: Case) -> float:
    if case.move.side in case.scene.foe_side:
        return -2.0
    return case.maybe(2, 0.5 if case.scene.first_turn else 0.2)


def _clearing(case: Case, leaving: bool) -> float:
    if not HAZARDS & set(case.scene.own_side):
        return 0.0
    if case.move.id == "rapidspin":
        return 3.0 if leaving else 1.0
    return case.maybe(2, 0.8) if case.own.hp < 0.5 or leaving else 0.0


def _hits_hardest(case: Case) -> str:
    """The category of the attack shown by the other side that hurts most."""
    attacks = [move for move in case.foe.moves if move.category != "status"]
    hardest = max(attacks, key=lambda move: expected_damage(case.scene, case.foe, case.own, move), default=None)
    return hardest.category if hardest else ""
