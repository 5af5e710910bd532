"""Considerations of a move by the ailments that it brings the foe."""

from __future__ import annotations

from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.mechanics import effectiveness, hit_chance
from psrokit_showdown.scoring.situation import Situation, Use

NEVER_ON_OWN_TYPE = frozenset({"brn", "frz", "par"})
"""Further effects that a Pokemon of the move's own type does not suffer."""
ONE_AT_A_TIME = frozenset({"frz", "slp"})
"""Statuses that the clauses grant once a side."""
LOWERED_STAT = 0.1


def status(use: Use) -> float:
    """A status move, or the chance of one as a further effect."""
    now, move, dealt = use
    if move.status and not move.on_self:
        immune = not move.ignores_immunity and not effectiveness(move.type, now.theirs.types)
        chance = 0.0 if immune else hit_chance(move.accuracy, now.mine.accuracy, now.theirs.evasion)
        return chance * _status_worth(now, move.status)
    extra = move.secondary
    if extra is None or now.shielded or not dealt.chance or dealt.low >= now.foe_left:
        return 0.0
    if extra.status in NEVER_ON_OWN_TYPE and move.type in now.theirs.types:
        return 0.0
    worth = _status_worth(now, extra.status) if extra.status else _effect_worth(now, extra.volatile)
    return worth * dealt.chance * extra.chance / 100


def _status_worth(now: Situation, effect: str) -> float:
    """What a status on this foe is worth; nothing where it cannot be had."""
    if now.foe.status or (effect in ONE_AT_A_TIME and _clause_holds(now.view, effect)):
        return 0.0
    dials = now.weights
    left = 0.25 + 0.75 * now.foe.hp_fraction
    if effect == "par":
        return left * (dials.paralyse + (0.0 if now.duel.faster else dials.speed_control))
    if effect in ("psn", "tox"):
        return 0.0 if "Poison" in now.theirs.types or now.shielded else left * dials.chip
    return left * {"slp": dials.sleep, "frz": dials.freeze, "brn": dials.burn}[effect]


def _clause_holds(view: BattleView, effect: str) -> bool:
    """Whether the sleep or freeze clause forbids another one: Rest does not count, a fainted Pokemon neither."""
    return any(foe.status == effect and not foe.rested for foe in view.foes)


def _effect_worth(now: Situation, effect: str) -> float:
    """Flinching matters to the faster side, confusion always, a lowered stat a little."""
    if effect == "flinch":
        return now.threat * now.worth if now.duel.faster else 0.0
    if effect == "confusion":
        return 0.0 if "confusion" in now.foe_field.volatiles else now.weights.confuse
    return LOWERED_STAT


def plague(use: Use) -> float:
    """Leech Seed and confusion by a move made for it."""
    now, move = use.now, use.move
    if move.volatile not in ("leechseed", "confusion") or move.volatile in now.foe_field.volatiles:
        return 0.0
    chance = hit_chance(move.accuracy, now.mine.accuracy, now.theirs.evasion) * now.foe.hp_fraction
    if move.volatile == "leechseed":
        return 0.0 if "Grass" in now.theirs.types else chance * now.weights.chip * SEED_FACTOR
    return 0.0 if now.shielded else chance * now.weights.confuse


SEED_FACTOR = 1.5
"""Leech Seed takes what poison takes, and gives it to the own side."""
