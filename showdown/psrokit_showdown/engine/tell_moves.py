"""Lines about moves: what was used, called or prepared, and the PP that it cost as far as a player can tell.

Each function is one kind of line and does what `psrokit_showdown.messages` does for the text; kernels call it where
Showdown prints the line.
"""

from __future__ import annotations

from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import ACTIVE, BOTH, MON_MOVE, MON_SLOTS, NO_MOVE, SLOT_MOVE, SLOT_PP, SLOTS
from psrokit_showdown.engine.seen import (
    BINDING,
    COUNT,
    COUNT_BITS,
    LAST_SHOWN,
    LAST_USED,
    LOCKED_TURNS,
    MIMIC_SLOT,
    MIMICKED,
    MOVED,
    OFFERED,
    OFFERS,
    OTHER_MOVES,
    OTHERS,
    OWN_MOVES,
    OWN_USES,
    PREPARING,
    RECHARGE_MARK,
    SLOT,
    TRANSFORM_MARK,
    USES,
    full_pp,
    marked,
    pokemon_seen,
    seen_of,
)
from psrokit_showdown.engine.tables import FISSURE, GOES_ON, STRUGGLE
from psrokit_showdown.engine.tell_effects import end_mark


@kernel
def used(row: Row, p: int, move: int) -> None:
    """`move` without a source: from its own list, which costs PP."""
    row[seen_of(p) + SLOT] = _slot_of(row, p, move)
    _count(row, p, 1)
    _moved(row, p, move, 1)


@kernel
def called(row: Row, p: int, move: int) -> None:
    """`move` with a source: by another move, or because it is locked in. A two-turn move costs PP when it comes."""
    side = seen_of(p)
    if row[side + PREPARING] == move:
        _count(row, p, 1)
    _moved(row, p, move, row[side + LOCKED_TURNS] + 1 if row[side + LAST_SHOWN] == move else 1)


@kernel
def _moved(row: Row, p: int, move: int, times: int) -> None:
    """times: how often in a row, if it is a move that goes on by itself."""
    side = seen_of(p)
    shown = FISSURE if move == NO_MOVE else move
    if row[side + MOVED] == 0:
        row[side + MOVED] = row[seen_of(BOTH - p) + MOVED] + 1
    row[pokemon_seen(row, p) + LAST_USED] = shown
    row[side + PREPARING] = 0
    row[side + LAST_SHOWN] = shown
    row[side + BINDING] = 0
    row[side + LOCKED_TURNS] = times if GOES_ON[move] else 0
    end_mark(row, p, RECHARGE_MARK)


@kernel
def bound(row: Row, p: int, move: int) -> None:
    """A trapping move was used: hit or miss, the foe need not recharge. A miss says so itself."""
    row[seen_of(p) + BINDING] = move
    end_mark(row, BOTH - p, RECHARGE_MARK)


@kernel
def _slot_of(row: Row, p: int, move: int) -> int:
    """1 + where the uses of a move are counted, 0 for Struggle and where there is no room."""
    side = seen_of(p)
    shown = FISSURE if move == NO_MOVE else move
    if row[side + MIMICKED] == shown:
        return row[side + MIMIC_SLOT]
    if shown == STRUGGLE:
        return 0
    mon = row[p + ACTIVE]
    for slot in range(OWN_MOVES):
        if row[mon + MON_MOVE + slot] == shown:
            return slot + 1
    if marked(row, p, TRANSFORM_MARK):
        return 0
    pokemon = pokemon_seen(row, p)
    for other in range(OTHER_MOVES):
        if row[pokemon + OTHERS + other] == 0 or row[pokemon + OTHERS + other] == shown:
            row[pokemon + OTHERS + other] = shown
            return OWN_MOVES + other + 1
    return 0


@kernel
def _count(row: Row, p: int, pp: int) -> None:
    """PP of the slot in use is gone, or given back. Struggle and the moves of a Transform have no slot."""
    side = seen_of(p)
    slot = row[side + SLOT] - 1
    if slot < 0 or marked(row, p, TRANSFORM_MARK):
        return
    pokemon = pokemon_seen(row, p)
    word = row[pokemon + USES + slot]
    if word == 0:
        word = (_shown(row, pokemon) + 1) << COUNT_BITS
    row[pokemon + USES + slot] = max(word & ~COUNT, word + pp)
    if slot < OWN_MOVES:
        row[pokemon + OWN_USES + slot] = max(0, row[pokemon + OWN_USES + slot] + pp)


@kernel
def _shown(row: Row, pokemon: int) -> int:
    """How many of a Pokemon's moves have been shown."""
    count = 0
    for slot in range(OWN_MOVES + OTHER_MOVES):
        count += row[pokemon + USES + slot] != 0
    return count


@kernel
def prepared(row: Row, p: int, move: int) -> None:
    """`-prepare`: the first half of a two-turn move, whose PP goes with the second half."""
    row[seen_of(p) + PREPARING] = move
    _count(row, p, -1)


@kernel
def listed(row: Row, p: int) -> None:
    """A request that lists all moves of a Pokemon: its own side learns what PP they have left, or whose they are."""
    side, mon = seen_of(p), row[p + ACTIVE]
    own = row[p + SLOTS] == row[mon + MON_SLOTS]
    for slot in range(row[p + SLOTS]):
        own = own and row[p + SLOT_MOVE + slot] == row[mon + MON_MOVE + slot]
        row[side + OFFERS + 2 * slot] = row[p + SLOT_MOVE + slot]
        row[side + OFFERS + 2 * slot + 1] = row[p + SLOT_PP + slot]
    row[side + OFFERED] = 0 if own else row[p + SLOTS]
    if not marked(row, p, TRANSFORM_MARK):
        _learn_pp(row, p)


@kernel
def _learn_pp(row: Row, p: int) -> None:
    pokemon, mon = pokemon_seen(row, p), row[p + ACTIVE]
    for slot in range(row[mon + MON_SLOTS]):
        row[pokemon + OWN_USES + slot] = full_pp(row[mon + MON_MOVE + slot]) - row[p + SLOT_PP + slot]
