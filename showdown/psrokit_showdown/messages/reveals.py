"""What lines give away besides what they say: an item or an ability named as the cause (gens 2 and later)."""

from __future__ import annotations

from psrokit_showdown.messages.common import Parts, pokemon_of
from psrokit_showdown.protocol import tag, to_id
from psrokit_showdown.tracking import Field

_OTHER_HOLDS = frozenset({"-damage", "-weather", "-fieldstart", "-sidestart", "-status", "-fail", "-unboost"})
"""Lines in which `[of]`, where it stands, names the holder of the cause; in others that is whom the line is about."""


def reveal(field: Field, parts: Parts) -> None:
    """Take note of `[from] item: X` and `[from] ability: X`, and of the same as the subject of `-activate`."""
    for text in parts[3:]:
        kind, colon, name = text.removeprefix("[from] ").partition(": ")
        if colon and kind in ("item", "ability"):
            _note(field, _holder(parts, name), kind, _named(parts, name))


def _holder(parts: Parts, name: str) -> str:
    if parts[1] in _OTHER_HOLDS or name in ("Frisk", "Trace"):
        return tag(parts, "[of]") or parts[2]
    return parts[2]


def _named(parts: Parts, name: str) -> str:
    """Trace names itself as the cause and whom it copied as `[of]`, whose ability is the one announced."""
    return to_id(parts[3] if name == "Trace" and parts[1] == "-ability" else name)


def _note(field: Field, holder: str, kind: str, name: str) -> None:
    if ": " not in holder:
        return
    pokemon = pokemon_of(field, holder)
    if kind == "item" and pokemon.item is None:  # a berry that heals has just been eaten: it is not there again
        pokemon.item = name
        pokemon.touch()
    elif kind == "ability" and pokemon.ability is None:
        pokemon.ability = name
        pokemon.touch()
