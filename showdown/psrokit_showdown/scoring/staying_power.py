"""Considerations of a move by what it does for its user, and of staying on the field at all."""

from __future__ import annotations

from psrokit_showdown.data import gen1_moves
from psrokit_showdown.knowledge import OwnPokemon
from psrokit_showdown.scoring.situation import Situation, Use

MAJOR_BOOSTS = {"atk": "attack", "spa": "special_attack", "spe": "speed", "def": "defence", "evasion": "evasion"}
LUCK = {"metronome": 0.15, "mirrormove": 0.1, "transform": 0.4, "bide": 0.1, "mimic": 0.05}
"""Moves too wild to reckon, at a flat worth."""


def recovery(use: Use) -> float:
    """HP regained, once there is need of them; Rest also cures, and costs two turns."""
    now, move = use.now, use.move
    missing = 1.0 - now.own.hp_fraction
    if move.id in ("recover", "softboiled"):
        wanted = now.own.hp_fraction < now.weights.recover_below and not _healing_fails(now.own)
        return now.weights.recover * min(0.5, missing) * (1.0 - now.doom) if wanted else 0.0
    if move.id == "rest":
        wanted = now.own.hp_fraction < now.weights.rest_below and not _healing_fails(now.own)
        cured = 0.2 if now.own.status else 0.0
        return now.weights.rest * (missing + cured) * (1.0 - now.doom) if wanted else 0.0
    return 0.0


def _healing_fails(pokemon: OwnPokemon) -> bool:
    """Generation 1's overflow: healing fails when the HP missing are 255 or 511, unless those left divide by 256."""
    return pokemon.max_hp - pokemon.hp in (255, 511) and pokemon.hp % 256 != 0


def setup(use: Use) -> float:
    """Raised stats, while there is time to use them."""
    now, move = use.now, use.move
    if not (move.on_self and move.boosts):
        return 0.0
    stat, stages = move.boosts[0]
    name = MAJOR_BOOSTS.get(stat)
    if name is None:
        return 0.0
    stage: int = getattr(now.own_field.boosts, name)
    if stage >= now.weights.setup_until or stage + stages > 6:
        return 0.0
    useful = _stat_use(now, stat) * stages / 2
    return now.weights.setup * useful * now.own.hp_fraction * max(0.0, 1.0 - 2.0 * now.threat)


def _stat_use(now: Situation, stat: str) -> float:
    """How much the own moves and the foe's speed make of a stat, from 0 to 1."""
    if stat == "spe":
        return 0.2 if now.duel.faster else 0.8
    if stat in ("def", "evasion"):
        return 0.5
    category = "Physical" if stat == "atk" else "Special"
    table = gen1_moves()
    powers = [
        table[move.id].power for move in now.own.moves if move.id in table and table[move.id].category == category
    ]
    return min(1.0, max(powers, default=0) / 80)


def screen(use: Use) -> float:
    """Reflect and Light Screen, by the share of the foe's attacks that they halve."""
    now, move = use.now, use.move
    if move.id not in ("reflect", "lightscreen") or move.id in now.own_field.volatiles:
        return 0.0
    category = "Physical" if move.id == "reflect" else "Special"
    attacks = [one.category == category for one in now.their_moves if one.power > 1]
    return now.weights.screen * now.own.hp_fraction * sum(attacks) / max(1, len(attacks))


def substitute(use: Use) -> float:
    """A Substitute, best made while the foe cannot act."""
    now, move = use.now, use.move
    if move.id != "substitute" or "substitute" in now.own_field.volatiles or now.own.hp_fraction < 0.3:
        return 0.0
    return now.weights.substitute * (2.0 - now.acts) * (1.0 - now.threat)


def haze(use: Use) -> float:
    """Stages wiped away: the foe's less the own."""
    now, move = use.now, use.move
    if move.id != "haze":
        return 0.0
    return 0.1 * (sum(now.foe_field.boosts) - sum(now.own_field.boosts))


def luck(use: Use) -> float:
    """Moves whose effect is anybody's guess."""
    return LUCK.get(use.move.id, 0.0)


def staying(use: Use) -> float:
    """What is risked by not leaving."""
    return -use.now.weights.preserve * use.now.doom * use.now.worth
