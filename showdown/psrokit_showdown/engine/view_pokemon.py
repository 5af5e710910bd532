"""Single Pokemon as a seat knows them, from their words in a row. Those of equal words are made once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from psrokit_showdown.data import gen1_moves
from psrokit_showdown.data.codes import STATUSES
from psrokit_showdown.engine import layout, seen
from psrokit_showdown.engine.names import move_name, move_or_none, species_name
from psrokit_showdown.knowledge import FoePokemon, OwnMove, OwnPokemon, SeenMove, Stats

Words = Sequence[int]
"""A row, or a part of one, as plain integers (`row.tolist()`)."""

NO_ABILITY = "noability"
SHOWS_HP = "gen1customgame"
SHARED = 8192
"""How many Pokemon are kept for views to come."""
_STATS = (layout.ATTACK, layout.DEFENCE, layout.SPECIAL, layout.SPECIAL, layout.SPEED_STAT)


def own_team(row: Words, side: int) -> tuple[OwnPokemon, ...]:
    """A side's Pokemon for itself, in the order of its request: the one on the field is first."""
    order = row[side + layout.ORDER : side + layout.ORDER + row[side + layout.TEAM_SIZE]]
    return tuple([_own(*_words(row, side, index), active=place == 0) for place, index in enumerate(order)])


def seen_foes(row: Words, side: int, format_id: str) -> tuple[FoePokemon, ...]:
    """A side's Pokemon for the other one, in the order in which they were first seen."""
    known = sorted((row[seen_at(side, index) + seen.RANK], index) for index in range(row[side + layout.TEAM_SIZE]))
    active = row[side + layout.ORDER]
    return tuple([_foe(*_words(row, side, index), format_id, active=index == active) for rank, index in known if rank])


def seen_at(side: int, index: int = 0) -> int:
    """Where the words stand that one of a side's Pokemon has shown; those of the whole side begin with the first."""
    return layout.SEEN + (side == layout.P2) * layout.SEEN_WORDS + index * seen.POKEMON_WORDS


def _words(row: Words, side: int, index: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A Pokemon's record and what it has shown."""
    mon = layout.MONS + (side == layout.P2) * layout.TEAM_WORDS + index * layout.MON_WORDS
    known = seen_at(side, index)
    return tuple(row[mon : mon + layout.MON_WORDS]), tuple(row[known : known + seen.POKEMON_WORDS])


@lru_cache(maxsize=SHARED)
def _own(mon: tuple[int, ...], known: tuple[int, ...], *, active: bool) -> OwnPokemon:
    status = _status(mon)
    return OwnPokemon(
        species_name(mon[layout.SPECIES]),
        mon[layout.LEVEL],
        mon[layout.HP],
        mon[layout.MAX_HP],
        STATUSES[status],
        active,
        Stats(*(mon[layout.OWN + stat] for stat in _STATS)),
        tuple([_own_move(mon, known, slot) for slot in range(mon[layout.MON_SLOTS])]),
        known[seen.NAPS],
        status == layout.SLEEPING and bool(mon[layout.SELF_SLEEP]),
        "",
        NO_ABILITY,
        move_or_none(known[seen.LAST_USED]),
        "",
        "",
        False,
        known[seen.RANK] > 0,
    )


def _status(mon: Words) -> int:
    return layout.GONE if mon[layout.HP] == 0 else mon[layout.STATUS]


def _own_move(mon: Words, known: Words, slot: int) -> OwnMove:
    move = move_name(mon[layout.MON_MOVE + slot])
    limit = gen1_moves()[move].max_pp
    return OwnMove(move, max(0, limit - known[seen.OWN_USES + slot]), limit)


@lru_cache(maxsize=SHARED)
def _foe(mon: tuple[int, ...], known: tuple[int, ...], format_id: str, *, active: bool) -> FoePokemon:
    status = _status(mon)
    return FoePokemon(
        species_name(mon[layout.SPECIES]),
        mon[layout.LEVEL],
        shown_percent(mon[layout.HP], mon[layout.MAX_HP], format_id),
        STATUSES[status],
        active,
        _seen_moves(mon, known),
        known[seen.NAPS],
        status == layout.SLEEPING and bool(mon[layout.SELF_SLEEP]),
        None,
        None,
        move_or_none(known[seen.LAST_USED]),
        "",
    )


def shown_percent(hp: int, max_hp: int, format_id: str) -> float:
    """HP as the other side sees it: rounded up to whole percents, but 100 only when full; custom games hide nothing."""
    if format_id == SHOWS_HP:
        return 100.0 * hp / max_hp
    percent = ceil(100 * hp / max_hp)
    return float(99 if percent == 100 and hp < max_hp else percent)


def _seen_moves(mon: Words, known: Words) -> tuple[SeenMove, ...]:
    """In the order in which they were shown."""
    moves = [*mon[layout.MON_MOVE : layout.MON_MOVE + seen.OWN_MOVES]]
    moves += known[seen.OTHERS : seen.OTHERS + seen.OTHER_MOVES]
    words = known[seen.USES : seen.USES + len(moves)]
    shown = sorted((word, move) for word, move in zip(words, moves, strict=True) if word)
    return tuple([SeenMove(move_name(move), word & seen.COUNT) for word, move in shown])
