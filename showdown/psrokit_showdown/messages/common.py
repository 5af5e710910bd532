"""What the rules share: their form, and whom a line is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from psrokit_showdown.protocol import Details, ProtocolError, parse_ident, to_id
from psrokit_showdown.tracked_active import TrackedActive
from psrokit_showdown.tracked_pokemon import TrackedPokemon
from psrokit_showdown.tracking import Field

Parts = Sequence[str]
"""A line split at its bars: `["", kind, argument, ...]`."""
Rule = Callable[[Field, Parts], None]
ILLUSIONS_FROM = 5
"""The first generation in which a Pokemon can look like another one."""


def active_of(field: Field, text: str) -> TrackedActive:
    """The Pokemon on the field of the side that a line names. Raises ProtocolError before there is one."""
    active = field.sides[parse_ident(text).side].active
    if active is None:
        raise ProtocolError(f"'{text}' is spoken of before it was sent out")
    return active


def pokemon_of(field: Field, text: str) -> TrackedPokemon:
    """Whom a line is about, on the field or on the bench.

    Somebody who has only been on the field in disguise is a stranger: what is said of it is forgotten.
    """
    side_number, position, name = parse_ident(text)
    side = field.sides[side_number]
    if position and side.active is not None:
        return side.active.pokemon
    for (known, _), pokemon in side.pokemon.items():
        if known == name:
            return pokemon
    if field.gen >= ILLUSIONS_FROM:
        return TrackedPokemon(Details(to_id(name), 100, ""))
    raise ProtocolError(f"'{text}' has never been seen")


def unbind(field: Field, side_number: int) -> None:
    """A side's Pokemon holds the other one no longer (gen 1)."""
    active = field.sides[side_number].active
    if active is not None and active.binding is not None:
        active.binding = None
        active.locked_turns = 0
        active.frozen = None
