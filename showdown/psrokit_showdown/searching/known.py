"""What one seat knows of a battle, in plain values, as `imagining.js` takes it to build the battle anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.knowledge import Active, BattleView, FoePokemon, OwnPokemon
from psrokit_showdown.protocol import to_id
from psrokit_showdown.searching.guess import Guess
from psrokit_showdown.teams import Member, Team

LAYERED = frozenset({"spikes", "toxicspikes"})
"""Conditions whose value in a view is a number of layers, not the turn in which they began."""
BRINGS_WEATHER = frozenset({"drizzle", "drought", "sandstream", "snowwarning"})
LAST_LASTING_WEATHER = 5
"""Up to this generation the weather that an ability brings never ends."""


def can_tell(view: BattleView) -> bool:
    """Whether a view says enough to build the battle anew, as far as Python can see."""
    if view.own is None or view.foe is None or view.decision not in ("move", "switch"):
        return False
    return view.foe.preparing is None and not any(pokemon.reviving for pokemon in view.team)


def own_team(view: BattleView) -> Team:
    """The own team in the order of the request. Stats are told apart from it: a request does not show EVs."""
    return Team(tuple(_own_member(pokemon) for pokemon in view.team), view.gen)


def foe_team(view: BattleView, guess: Guess) -> Team:
    """A guess as a team, whoever is on the field first, with items and abilities as far as they were revealed."""
    seen = [_with_revealed(foe, member) for foe, member in zip(view.foes, guess, strict=False)]
    return Team((*(seen[place] for place in _order(view)), *guess[len(seen) :]), view.gen)


def known_battle(view: BattleView) -> dict[str, Any]:
    """Everything else: health, status, stages, effects, conditions and the field. What was never seen is left out."""
    assert view.own is not None
    assert view.foe is not None
    return {
        "turn": view.turn,
        "decision": view.decision,
        "weather": view.weather,
        "weather_lasts": _weather_lasts(view),
        "fields": [[name, view.turn - began] for name, began in view.fields],
        "sides": [
            {
                "pokemon": [_own(view, pokemon) for pokemon in view.team],
                "active": _active(view.own),
                "conditions": _conditions(view, view.own_conditions),
                "tera_used": _own_tera_used(view),
            },
            {
                "pokemon": [_foe(view, view.foes[place]) for place in _order(view)],
                "active": _active(view.foe),
                "conditions": _conditions(view, view.foe_conditions),
                "tera_used": any(foe.tera for foe in view.foes),
            },
        ],
    }


def _order(view: BattleView) -> list[int]:
    """Places of the foes that were seen, whoever is on the field first."""
    return sorted(range(len(view.foes)), key=lambda place: not view.foes[place].active)


def _own_member(pokemon: OwnPokemon) -> Member:
    return Member(
        pokemon.species,
        tuple(move.id for move in pokemon.moves),
        item=pokemon.item,
        ability=pokemon.ability,
        level=pokemon.level,
        tera_type=pokemon.tera_type,
    )


def _with_revealed(foe: FoePokemon, member: Member) -> Member:
    item = member.item if foe.item is None else foe.item
    return Member(
        foe.species,
        member.moves,
        item=item,
        ability=foe.ability or member.ability,
        nature=member.nature,
        evs=member.evs,
        ivs=member.ivs,
        level=foe.level,
        tera_type=foe.tera or member.tera_type,
    )


def _own(view: BattleView, pokemon: OwnPokemon) -> dict[str, Any]:
    stats = pokemon.stats
    return {
        **_shared(pokemon, view.own),
        "hp": pokemon.hp,
        "maxhp": pokemon.max_hp,
        "stats": {
            "atk": stats.attack,
            "def": stats.defence,
            "spa": stats.special_attack,
            "spd": stats.special_defence,
            "spe": stats.speed,
        },
        "pp": {slot_id(move.id): move.pp for move in pokemon.moves if move.pp is not None},
        "used": {},
    }


def _foe(view: BattleView, foe: FoePokemon) -> dict[str, Any]:
    return {
        **_shared(foe, view.foe),
        "share": foe.hp_percent,
        "pp": {},
        "used": {move.id: move.pp_used for move in foe.moves},
    }


def _shared(pokemon: OwnPokemon | FoePokemon, active: Active | None) -> dict[str, Any]:
    return {
        "status": pokemon.status,
        "sleep": pokemon.sleep_turns,
        "rested": pokemon.rested,
        "tera": pokemon.tera,
        "toxic": active.toxic_turns if active and pokemon.active else 0,
    }


def _active(active: Active) -> dict[str, Any]:
    boosts = active.boosts
    return {
        "boosts": [
            *(boosts.attack, boosts.defence, boosts.special_attack, boosts.special_defence),
            *(boosts.speed, boosts.accuracy, boosts.evasion),
        ],
        "types": [to_id(kind) for kind in active.types],
        "last_move": active.last_move or "",
        "disabled": active.disabled_move or "",
        "confusion": active.confusion_turns,
        "effects": [list(effect) for effect in active.effects],
    }


def _conditions(view: BattleView, conditions: Iterable[tuple[str, int]]) -> list[Sequence[Any]]:
    return [(name, value if name in LAYERED else view.turn - value) for name, value in conditions]


def _own_tera_used(view: BattleView) -> bool:
    """A request for a move says so; one for a switch does not, and the one that did it may have fainted."""
    return any(pokemon.tera for pokemon in view.team) or (view.decision == "move" and not view.can_terastallize)


def _weather_lasts(view: BattleView) -> bool:
    abilities = {pokemon.ability for pokemon in view.team} | {foe.ability for foe in view.foes}
    return view.gen <= LAST_LASTING_WEATHER and not abilities.isdisjoint(BRINGS_WEATHER)
