"""Lines about effects with a beginning and an end, on a Pokemon or on half of the field; items and abilities."""

from __future__ import annotations

from psrokit_showdown.messages.common import Parts, active_of, pokemon_of
from psrokit_showdown.protocol import ProtocolError, effect_id, parse_ident, parse_side, tag, to_id
from psrokit_showdown.tracked_active import TrackedActive
from psrokit_showdown.tracked_pokemon import TrackedPokemon
from psrokit_showdown.tracking import Field

LAYERS = {"spikes": 3, "toxicspikes": 2}
"""Conditions that come in layers, and how many there can be."""
TRAPPING = frozenset(
    {
        *("bind", "clamp", "firespin", "infestation", "magmastorm", "sandtomb", "snaptrap", "thundercage", "trapped"),
        *("whirlpool", "wrap"),
    }
)
"""Effects with which gens 2 and later hold a Pokemon."""
SHOWN_AGAIN = frozenset({"bide", "confusion", "substitute"})
"""Effects that are announced each time that they do something."""


def start(field: Field, parts: Parts) -> None:
    """An effect begins on a Pokemon."""
    active = active_of(field, parts[2])
    effect = effect_id(parts[3])
    if effect == "typechange" and len(parts) > 4 and not parts[4].startswith("["):
        active.types = tuple(parts[4].split("/"))
    elif effect == "disable" and len(parts) > 4:
        active.disabled_move = to_id(parts[4])
    elif effect == "mimic" and len(parts) > 4:
        active.mimicked_move = to_id(parts[4])
        active.mimic_slot = active.slot
    elif effect == "confusion":
        active.confusion_turns = 0
        if "[silent]" in parts:  # Thrash and Petal Dance end so
            active.locked_turns = 0
    if effect[:-1] in ("perish", "stockpile"):
        _drop_all(active, effect[:-1])
    active.add(effect)


def _drop_all(active: TrackedActive, numbered: str) -> None:
    """An effect that is announced with a number (`perish3`) is there once."""
    for digit in "0123":
        active.drop(numbered + digit)


def end(field: Field, parts: Parts) -> None:
    """An effect on a Pokemon ends."""
    active = active_of(field, parts[2])
    effect = effect_id(parts[3])
    if effect == "disable":
        active.disabled_move = None
        active.disable_turns = 0
    elif effect == "bide":
        active.act()
        active.locked_turns = 0
    elif effect == "substitute":
        active.substitute_hits = 0
    elif effect == "toxiccounter":
        active.toxic, active.toxic_turns = False, 0
    elif effect == "stockpile":
        _drop_all(active, effect)
    active.frozen = None
    active.drop(effect)


def activate(field: Field, parts: Parts) -> None:
    """An effect shows itself: it is counted, and from gen 2 on trapping begins in this way."""
    if len(parts) < 4:
        return
    effect = effect_id(parts[3])
    if effect in TRAPPING:
        active_of(field, parts[2]).add(effect)
    elif effect in SHOWN_AGAIN:
        _count(active_of(field, parts[2]), effect)


def _count(active: TrackedActive, effect: str) -> None:
    if effect == "substitute":
        active.substitute_hits += 1
    else:
        active.act()
        active.confusion_turns += effect == "confusion"
        active.locked_turns += effect == "bide" and active.locked_turns > 0
    active.frozen = None


def single_turn(field: Field, parts: Parts) -> None:
    """An effect of this turn only (Protect)."""
    active = active_of(field, parts[2])
    active.passing |= {effect_id(parts[3])}
    active.add(effect_id(parts[3]))


def single_move(field: Field, parts: Parts) -> None:
    """An effect that lasts until the Pokemon acts again (Destiny Bond)."""
    active = active_of(field, parts[2])
    active.until_action |= {effect_id(parts[3])}
    active.add(effect_id(parts[3]))


def terastallize(field: Field, parts: Parts) -> None:
    """A Pokemon becomes its Tera type, for good."""
    pokemon = pokemon_of(field, parts[2])
    pokemon.tera = to_id(parts[3])
    pokemon.touch()


def transform(field: Field, parts: Parts) -> None:
    """A Pokemon turns into the one opposite."""
    active, target = active_of(field, parts[2]), active_of(field, parts[3])
    active.species = target.species
    active.boosts = target.boosts
    active.types = target.types
    active.add("transform")


def item(field: Field, parts: Parts) -> None:
    """An item is revealed, or lost. Gen 4's Frisk names no holder: it is whoever faces the one with that ability."""
    pokemon = pokemon_of(field, parts[2]) if parts[2] else _facing(field, tag(parts, "[of]") or "")
    pokemon.item = "" if parts[1] == "-enditem" else to_id(parts[3])
    pokemon.touch()


def _facing(field: Field, text: str) -> TrackedPokemon:
    other = field.sides[1 - parse_ident(text).side].active
    if other is None:
        raise ProtocolError(f"nobody faces '{text}'")
    return other.pokemon


def ability(field: Field, parts: Parts) -> None:
    """An ability is revealed."""
    pokemon = pokemon_of(field, parts[2])
    pokemon.ability = effect_id(parts[3])
    pokemon.touch()


def side_start(field: Field, parts: Parts) -> None:
    """A condition of half of the field begins, or gets another layer."""
    conditions, effect = field.sides[parse_side(parts[2])].conditions, effect_id(parts[3])
    if effect in LAYERS:
        conditions[effect] = min(LAYERS[effect], conditions.get(effect, 0) + 1)
    else:
        conditions[effect] = field.turn


def side_end(field: Field, parts: Parts) -> None:
    """A condition of half of the field ends."""
    field.sides[parse_side(parts[2])].conditions.pop(effect_id(parts[3]), None)


def field_start(field: Field, parts: Parts) -> None:
    """A condition of the whole field begins; one terrain takes the place of another."""
    effect = effect_id(parts[2])
    if effect.endswith("terrain"):
        field.conditions = {name: turn for name, turn in field.conditions.items() if not name.endswith("terrain")}
    field.conditions[effect] = field.turn


def field_end(field: Field, parts: Parts) -> None:
    """A condition of the whole field ends."""
    field.conditions.pop(effect_id(parts[2]), None)


def swap_sides(field: Field, parts: Parts) -> None:  # noqa: ARG001 # rules have one form
    """The halves of the field exchange their conditions."""
    one, other = field.sides
    one.conditions, other.conditions = other.conditions, one.conditions


def weather(field: Field, parts: Parts) -> None:
    """The weather changes, goes on or ends."""
    field.weather = "" if parts[2] == "none" else effect_id(parts[2])
