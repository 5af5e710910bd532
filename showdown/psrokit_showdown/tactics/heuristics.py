"""poke-env's simple heuristics, each used with a probability of its own."""

from __future__ import annotations

from dataclasses import dataclass, fields

from psrokit.api import InputError
from psrokit_showdown.actions import TERASTALLIZE
from psrokit_showdown.data.effects import MoveFacts, type_factor
from psrokit_showdown.tactics.acting import Rule
from psrokit_showdown.tactics.reckoning import mean_hits
from psrokit_showdown.tactics.remedies import boost_sum
from psrokit_showdown.tactics.scene import (
    ATTACK,
    DEFENCE,
    SPECIAL_ATTACK,
    SPECIAL_DEFENCE,
    SPEED,
    Mon,
    MoveOption,
    Scene,
)

HAZARDS = frozenset({"spikes", "stealthrock", "stickyweb", "toxicspikes"})
REMOVAL = frozenset({"rapidspin", "defog"})
_FASTER, _HEALTH, _LOST = 0.1, 0.4, -2.0


@dataclass(frozen=True)
class Odds:
    """How often each ingredient is used, from 0 to 1, as the player `parameterized_poke_env_heuristic` tells."""

    change: float = 1.0
    switch: float = 1.0
    hazard: float = 1.0
    removal: float = 1.0
    setup: float = 1.0
    stab: float = 1.0
    ratio: float = 1.0
    accuracy: float = 1.0
    hits: float = 1.0
    type: float = 1.0

    def __post_init__(self) -> None:
        for each in fields(Odds):
            value = getattr(self, each.name)
            if not 0.0 <= value <= 1.0:
                raise InputError(f"{each.name} is a probability from 0 to 1, not {value}")


def heuristics(odds: Odds) -> Rule:
    """The rule."""
    return lambda scene: _choose(scene, odds)


def _choose(scene: Scene, odds: Odds) -> str:
    own, foe = scene.own, scene.foe
    if own is None or foe is None:
        return scene.any_choice()
    leaves = bool(scene.reserves) and _should_leave(scene, own, foe) and scene.chance(odds.switch)
    if not scene.moves or leaves:
        return max(scene.reserves, key=lambda each: matchup(scene, each.mon, foe)).choice
    special = _hazard(scene, odds) or _setup(scene, own, foe, odds)
    if special is not None:
        return special.choice
    best = max(scene.moves, key=lambda each: _worth(scene, own, foe, each.move, odds))
    return _changing(scene, best, own, foe, odds)


def matchup(scene: Scene, mon: Mon, foe: Mon) -> float:
    """How an own Pokemon fares: by types, with a thought for base speed and health."""
    score = max(scene.factor(each, foe) for each in mon.types) - max(scene.factor(each, mon) for each in foe.types)
    faster = mon.base.base[SPEED] - foe.base.base[SPEED]
    score += _FASTER if faster > 0 else -_FASTER if faster < 0 else 0.0
    return score + _HEALTH * (mon.hp - foe.hp)


def _should_leave(scene: Scene, own: Mon, foe: Mon) -> bool:
    if all(matchup(scene, each.mon, foe) <= 0 for each in scene.reserves):
        return False
    if own.boost("def") <= -3 or own.boost("spd") <= -3:
        return True
    attack, special = (own.stats or own.base.base)[ATTACK], (own.stats or own.base.base)[SPECIAL_ATTACK]
    weakened = (own.boost("atk") <= -3 and attack >= special) or (own.boost("spa") <= -3 and attack <= special)
    return weakened or matchup(scene, own, foe) < _LOST


def _hazard(scene: Scene, odds: Odds) -> MoveOption | None:
    for option in scene.moves:
        name = option.move.id
        unseen = scene.faithful and name == "stealthrock"
        lays = name in HAZARDS and not unseen and name not in scene.foe_side and scene.foes_left >= 3
        if lays and scene.chance(odds.hazard):
            return option
        if name in REMOVAL and scene.own_side and len(scene.alive) >= 2 and scene.chance(odds.removal):
            return option
    return None


def _setup(scene: Scene, own: Mon, foe: Mon, odds: Odds) -> MoveOption | None:
    if own.hp < 1.0 or matchup(scene, own, foe) <= 0:
        return None
    for option in scene.moves:
        raised = [name for name, by in option.move.boosts if by > 0]
        useful = option.move.on_self and raised and boost_sum(option.move) >= 2
        if useful and min(own.boost(name) for name in raised) < 6 and scene.chance(odds.setup):
            return option
    return None


def _worth(scene: Scene, own: Mon, foe: Mon, move: MoveFacts, odds: Odds) -> float:
    physical = move.category == "physical"
    attack, defence = (ATTACK, DEFENCE) if physical else (SPECIAL_ATTACK, SPECIAL_DEFENCE)
    worth = float(move.power)
    if move.type in own.types and scene.chance(odds.stab):
        worth *= 1.5
    if scene.chance(odds.ratio):
        worth *= _estimated(own, attack) / _estimated(foe, defence)
    worth *= move.accuracy if scene.chance(odds.accuracy) else 1.0
    worth *= mean_hits(scene.gen, move) if scene.chance(odds.hits) else 1.0
    return worth * (scene.factor(move.type, foe) if scene.chance(odds.type) else 1.0)


def _estimated(mon: Mon, which: int) -> float:
    stage = mon.boosts[which]
    return (2 * mon.base.base[which] + 36) * ((2 + stage) / 2 if stage > 1 else 2 / (2 - stage))


def _changing(scene: Scene, best: MoveOption, own: Mon, foe: Mon, odds: Odds) -> str:
    """The move, with Terastallization where that gains more in attack than it costs in defence."""
    changed = f"{best.choice} {TERASTALLIZE}"
    active = scene.view.active
    if changed not in scene.legal or active is None or not active.tera_type:
        return best.choice
    now = min(1 / (scene.factor(each, own) or 1 / 8) for each in foe.types)
    then = min(1 / (type_factor(scene.gen, each, (active.tera_type,)) or 1 / 8) for each in foe.types)
    gains = scene.factor(best.move.type, foe) * then / now > 1
    return changed if gains and scene.chance(odds.change) else best.choice
