"""What the codes of a row are called in views."""

from __future__ import annotations

from functools import cache

from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.data.codes import TYPES
from psrokit_showdown.engine.layout import FIGHT, NO_TYPE, RECHARGING


@cache
def _moves() -> dict[int, str]:
    return {move.num: move.id for move in gen1_moves().values()} | {FIGHT: "fight", RECHARGING: "recharge"}


def move_name(code: int) -> str:
    """A move, or what a request lists in place of moves."""
    return _moves()[code]


def move_or_none(code: int) -> str | None:
    """A move, None for 0."""
    return _moves()[code] if code else None


@cache
def _species() -> dict[int, str]:
    return {species.num: species.id for species in gen1_species().values()}


def species_name(number: int) -> str:
    """A species by its number."""
    return _species()[number]


@cache
def types_shown(word: int) -> tuple[str, ...]:
    """The types of the word TYPES_SHOWN of `engine.seen`: none unless they were changed."""
    if word == 0:
        return ()
    codes = ((word - 1) % 16, (word - 1) // 16)
    return tuple(TYPES[code] for code in codes if code != NO_TYPE)
