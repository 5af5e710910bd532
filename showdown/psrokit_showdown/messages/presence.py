"""Lines about who is on the field: switches, fainting, changes of form."""

from __future__ import annotations

from psrokit_showdown.messages.common import Parts, active_of, pokemon_of, unbind
from psrokit_showdown.protocol import parse_condition, parse_details, parse_ident, parse_side, to_id
from psrokit_showdown.tracked_active import TrackedActive
from psrokit_showdown.tracked_pokemon import TrackedPokemon
from psrokit_showdown.tracking import Field, TrackedSide

PASSED_ON = frozenset(
    {
        *("aquaring", "confusion", "curse", "embargo", "focusenergy", "gastroacid", "ingrain", "leechseed"),
        *("magnetrise", "substitute"),
    }
)
"""Effects that Baton Pass hands to the next Pokemon (gens 2 and later)."""


def switch(field: Field, parts: Parts) -> None:
    """A Pokemon comes in, by choice or dragged; what the leaving one had on the field is gone, unless Baton Pass
    hands it on.
    """
    side_number, _, name = parse_ident(parts[2])
    side = field.sides[side_number]
    leaving = side.active
    passing = leaving is not None and leaving.last_move == "batonpass" and parts[1] == "switch"
    pokemon = _seen(side, name, parts[3])
    side.active = TrackedActive(pokemon, pokemon.details.species, before=pokemon.condition)
    if passing and leaving is not None:
        side.active.boosts = leaving.boosts
        side.active.volatiles = {name: age for name, age in leaving.volatiles.items() if name in PASSED_ON}
    if leaving is not None:
        leaving.pokemon.touch()
    pokemon.set_condition(parse_condition(parts[4]))
    pokemon.touch()
    unbind(field, 1 - side_number)


def replace(field: Field, parts: Parts) -> None:
    """An illusion ends: whoever is on the field has been somebody else all the time, who gets back what it had."""
    side_number, _, name = parse_ident(parts[2])
    side = field.sides[side_number]
    disguised = active_of(field, parts[2])
    pokemon = _seen(side, name, parts[3])
    pokemon.set_condition(disguised.pokemon.condition)
    pokemon.last_used = disguised.pokemon.last_used
    disguised.pokemon.set_condition(disguised.before)
    disguised.pokemon.touch()
    disguised.pokemon, disguised.species, disguised.frozen = pokemon, pokemon.details.species, None
    pokemon.touch()


def _seen(side: TrackedSide, name: str, details: str) -> TrackedPokemon:
    key = (name, parse_details(details))
    pokemon = side.pokemon.get(key)
    if pokemon is None:
        pokemon = side.pokemon[key] = TrackedPokemon(parse_details(details))
    return pokemon


def shown(field: Field, parts: Parts) -> None:
    """A Pokemon of a side is shown before the battle."""
    field.sides[parse_side(parts[2])].preview += (parse_details(parts[3]).species,)


def details_change(field: Field, parts: Parts) -> None:
    """A permanent change of form; the Pokemon keeps what is known of it."""
    side_number, _, name = parse_ident(parts[2])
    side = field.sides[side_number]
    pokemon = pokemon_of(field, parts[2])
    pokemon.details = parse_details(parts[3])
    key = (name, pokemon.details)
    side.pokemon = {key if other is pokemon else old: other for old, other in side.pokemon.items()}
    pokemon.touch()
    if side.active is not None and side.active.pokemon is pokemon:
        side.active.species = pokemon.details.species
        side.active.frozen = None


def form_change(field: Field, parts: Parts) -> None:
    """A passing change of looks."""
    active = active_of(field, parts[2])
    active.species = to_id(parts[3].split(", ")[0])
    active.frozen = None


def faint(field: Field, parts: Parts) -> None:
    """It is out."""
    pokemon = pokemon_of(field, parts[2])
    pokemon.set_condition(parse_condition("0 fnt"))
    active = field.sides[parse_ident(parts[2]).side].active
    if active is not None and active.pokemon is pokemon:
        active.toxic, active.toxic_turns, active.frozen = False, 0, None
