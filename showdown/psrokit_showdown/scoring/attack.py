"""Considerations of a move as an attack."""

from __future__ import annotations

from psrokit_showdown.mechanics import damage, substitute_hp
from psrokit_showdown.scoring.situation import Use

CHARGING_IN_THE_OPEN = frozenset({"razorwind", "skullbash", "skyattack", "solarbeam"})


def hit(use: Use) -> float:
    """Damage as a share of the foe's full HP; a Substitute takes it instead, and is worth half."""
    now, dealt = use.now, use.dealt
    if now.shielded:
        return now.weights.damage * 0.5 * min(dealt.mean, substitute_hp(now.foe_max)) * dealt.chance / now.foe_max
    return now.weights.damage * min(dealt.mean, now.foe_left) * dealt.chance / now.foe_max


def knock_out(use: Use) -> float:
    """The chance to knock out, and the foe's blow that this spares when moving first."""
    now, move, dealt = use
    if now.shielded or not dealt.mean:
        return 0.0
    first = now.duel.faster or move.priority > 0
    spared = now.weights.first_strike * now.threat * now.worth if first and not move.explodes else 0.0
    return dealt.knock_out_chance(now.foe_left) * (now.weights.knock_out + spared)


def recharging(use: Use) -> float:
    """The turn after Hyper Beam, which a knock-out spares; charging moves lose theirs in any case."""
    now, move, dealt = use
    if move.own_volatile == "mustrecharge":
        return -now.weights.recharge * (1.0 - dealt.knock_out_chance(now.foe_left))
    return -now.weights.recharge if move.id in CHARGING_IN_THE_OPEN else 0.0


def boom(use: Use) -> float:
    """The own Pokemon as the price of Explosion; cheap when it would fall anyway."""
    if not use.move.explodes:
        return 0.0
    if not use.dealt.mean:
        return -use.now.worth
    return -use.now.weights.boom * use.now.worth * (1.0 - use.now.doom)


def bind(use: Use) -> float:
    """A foe held in Wrap does not act; it is of little use to the slower side."""
    now = use.now
    if use.move.own_volatile != "partialtrappinglock" or not use.dealt.chance:
        return 0.0
    return now.weights.bind * use.dealt.chance * now.foe.hp_fraction * (1.0 if now.duel.faster else 0.3)


def counter(use: Use) -> float:
    """Twice the foe's Normal or Fighting blow, if that is what it is expected to use."""
    now, best = use.now, use.now.their_best
    if use.move.id != "counter" or best is None or best.type not in ("Normal", "Fighting") or now.threat >= 1.0:
        return 0.0
    return now.weights.counter * min(1.0, 2.0 * damage(now.theirs, now.mine, best).mean / now.foe_max) * now.acts
