"""Lines about HP and status."""

from __future__ import annotations

from psrokit_showdown.messages.common import Parts, active_of, pokemon_of
from psrokit_showdown.protocol import parse_condition, parse_side
from psrokit_showdown.tracked_active import TrackedActive
from psrokit_showdown.tracking import Field

RAISE_TOXIC = frozenset({"[from] psn", "[from] brn", "[from] Leech Seed"})
"""What raises Toxic's counter in gen 1, and is multiplied by it, as long as the Pokemon stays."""


def health(field: Field, parts: Parts) -> None:
    """HP and status after damage or healing."""
    pokemon = pokemon_of(field, parts[2])
    pokemon.set_condition(parse_condition(parts[3]))
    if len(parts) > 4 and parts[1] == "-damage":
        _damaged_by(active_of(field, parts[2]), parts[4])


def _damaged_by(active: TrackedActive, source: str) -> None:
    if (active.toxic and source in RAISE_TOXIC) or (source == "[from] psn" and active.pokemon.status == "tox"):
        active.toxic_turns += 1
    elif source == "[from] confusion":
        active.preparing = active.binding = None
        active.locked_turns = 0
    active.frozen = None


def set_health(field: Field, parts: Parts) -> None:
    """`-sethp` names one Pokemon, or two with their healths in turn (older Pain Split)."""
    for place in range(2, len(parts) - 1, 2):
        if not parts[place].startswith("["):
            pokemon_of(field, parts[place]).set_condition(parse_condition(parts[place + 1]))


def status(field: Field, parts: Parts) -> None:
    """A status begins."""
    pokemon = pokemon_of(field, parts[2])
    pokemon.sleep_turns = 0
    pokemon.set_status(parts[3])
    if parts[3] == "slp":
        pokemon.rested = parts[-1] == "[from] move: Rest"
        active_of(field, parts[2]).drop("mustrecharge")
    elif parts[3] == "tox":
        _badly_poisoned(active_of(field, parts[2]), lasting=field.gen == 1)


def _badly_poisoned(active: TrackedActive, *, lasting: bool) -> None:
    """Toxic's counter begins. lasting: it outlives the status."""
    active.toxic, active.toxic_turns, active.frozen = lasting, 0, None


def cure(field: Field, parts: Parts) -> None:
    """A status ends."""
    pokemon = pokemon_of(field, parts[2])
    if pokemon.status != "fnt":
        pokemon.set_status("")


def cure_team(field: Field, parts: Parts) -> None:
    """All of a side are cured."""
    for pokemon in field.sides[parse_side(parts[2])].pokemon.values():
        if pokemon.status != "fnt":
            pokemon.set_status("")
