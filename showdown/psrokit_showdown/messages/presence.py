"""Lines about who is on the field: switches, fainting, changes of form."""

from __future__ import annotations

from psrokit_showdown.messages.common import Parts, active_of, pokemon_of, unbind
from psrokit_showdown.protocol import parse_condition, parse_details, parse_ident, to_id
from psrokit_showdown.tracking import Field, TrackedActive, TrackedPokemon, TrackedSide

PASSED_ON = frozenset(
    {
        "aquaring",
        "confusion",
        "curse",
        "embargo",
        "focusenergy",
        "gastroacid",
        "ingrain",
        "leechseed",
        "magnetrise",
        "substitute",
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
    side.active = TrackedActive(pokemon, pokemon.details.species)
    if passing and leaving is not None:
        side.active.boosts = leaving.boosts
        side.active.volatiles = leaving.volatiles & PASSED_ON
    if leaving is not None:
        leaving.pokemon.touch()
    pokemon.set_condition(parse_condition(parts[4]))
    pokemon.touch()
    unbind(field, 1 - side_number)


def _seen(side: TrackedSide, name: str, details: str) -> TrackedPokemon:
    key = (name, details)
    pokemon = side.pokemon.get(key)
    if pokemon is None:
        pokemon = side.pokemon[key] = TrackedPokemon(parse_details(details))
    return pokemon


def details_change(field: Field, parts: Parts) -> None:
    """A permanent change of form; the Pokemon keeps what is known of it."""
    side_number, _, name = parse_ident(parts[2])
    side = field.sides[side_number]
    pokemon = pokemon_of(field, parts[2])
    side.pokemon = {(name, parts[3]) if other is pokemon else key: other for key, other in side.pokemon.items()}
    pokemon.details = parse_details(parts[3])
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
    pokemon_of(field, parts[2]).set_condition(parse_condition("0 fnt"))
