"""Lines about effects with a beginning and an end, on a Pokemon or on half of the field; items and abilities."""

from __future__ import annotations

from psrokit_showdown.messages.common import Parts, active_of, pokemon_of
from psrokit_showdown.protocol import effect_id, parse_side, to_id
from psrokit_showdown.tracking import Field


def start(field: Field, parts: Parts) -> None:
    """An effect begins on a Pokemon."""
    active = active_of(field, parts[2])
    effect = effect_id(parts[3])
    if effect == "typechange" and len(parts) > 4:
        active.types = tuple(parts[4].split("/"))
    elif effect == "disable" and len(parts) > 4:
        active.disabled_move = to_id(parts[4])
    elif effect == "mimic" and len(parts) > 4:
        active.mimicked_move = to_id(parts[4])
        active.mimic_slot = active.slot
    elif effect == "confusion":
        active.confusion_turns = 0
    if effect[:-1] in ("perish", "stockpile"):
        active.volatiles -= {effect[:-1] + digit for digit in "0123"}
    active.add(effect)


def end(field: Field, parts: Parts) -> None:
    """An effect on a Pokemon ends."""
    active = active_of(field, parts[2])
    effect = effect_id(parts[3])
    if effect == "disable":
        active.disabled_move = None
    elif effect == "stockpile":
        active.volatiles -= {"stockpile1", "stockpile2", "stockpile3"}
    active.frozen = None
    active.drop(effect)


def activate(field: Field, parts: Parts) -> None:
    """An effect shows itself; of these, turns of confusion are counted."""
    if len(parts) < 4 or parts[3] != "confusion":
        return
    active = active_of(field, parts[2])
    active.confusion_turns += 1
    active.frozen = None


def transform(field: Field, parts: Parts) -> None:
    """A Pokemon turns into the one opposite."""
    active, target = active_of(field, parts[2]), active_of(field, parts[3])
    active.species = target.species
    active.boosts = target.boosts
    active.types = target.types
    active.add("transform")


def item(field: Field, parts: Parts) -> None:
    """An item is revealed, or lost."""
    pokemon = pokemon_of(field, parts[2])
    pokemon.item = "" if parts[1] == "-enditem" else to_id(parts[3])
    pokemon.touch()


def ability(field: Field, parts: Parts) -> None:
    """An ability is revealed."""
    pokemon = pokemon_of(field, parts[2])
    pokemon.ability = effect_id(parts[3])
    pokemon.touch()


def side_start(field: Field, parts: Parts) -> None:
    """A condition of half of the field begins."""
    field.sides[parse_side(parts[2])].conditions |= {effect_id(parts[3])}


def side_end(field: Field, parts: Parts) -> None:
    """A condition of half of the field ends."""
    field.sides[parse_side(parts[2])].conditions -= {effect_id(parts[3])}


def swap_sides(field: Field, parts: Parts) -> None:  # noqa: ARG001 # rules have one form
    """The halves of the field exchange their conditions."""
    one, other = field.sides
    one.conditions, other.conditions = other.conditions, one.conditions


def weather(field: Field, parts: Parts) -> None:
    """The weather changes, goes on or ends."""
    field.weather = "" if parts[2] == "none" else effect_id(parts[2])
