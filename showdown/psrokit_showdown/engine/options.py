"""What the request to a seat lists, in numbers: its moves with their PP, and what it says about being locked in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from psrokit_showdown.engine import layout
from psrokit_showdown.engine.layout import FIGHT, RECHARGING
from psrokit_showdown.engine.tables import BASE_PP, BIDE_MOVE, FULL_PP, RAGE_MOVE, STRUGGLE

NO_PP = -1


class Entry(NamedTuple):
    """One entry of the list: `move N` is the N-th. PP are NO_PP where none are shown."""

    move: int
    pp: int
    max_pp: int
    disabled: int


class Options(NamedTuple):
    """The whole list, and whether the Pokemon is bound to it, or may be without anybody's knowing."""

    entries: tuple[Entry, ...] = ()
    trapped: bool = False
    maybe_locked: bool = False


NOTHING = Options()


def options_of(row: Sequence[int], seat: int) -> Options:
    """What the request to a seat lists; nothing if it is not asked for a move."""
    side = layout.P1 if seat == 0 else layout.P2
    if row[side + layout.REQUEST] != layout.MOVE_ASKED:
        return NOTHING
    if locked := hard_lock(row, side):
        return Options((_only(locked),), trapped=True)
    maybe = bool(row[side + layout.MAYBE_LOCKED])
    lock = _soft_lock(row, side, maybe=maybe)
    return Options((_only(lock),) if lock else _all(row, side), maybe_locked=maybe)


def hard_lock(row: Sequence[int], side: int) -> int:
    """The move to which a Pokemon is bound without a say, 0 if it is not."""
    if row[side + layout.RECHARGE]:
        return RECHARGING
    if row[side + layout.RAGE]:
        return RAGE_MOVE
    return row[side + layout.THRASH] or row[side + layout.CHARGING]


def _soft_lock(row: Sequence[int], side: int, *, maybe: bool) -> int:
    """The one entry that stands for all moves, 0 if they are listed."""
    if not maybe and row[side + layout.BIDE]:
        return BIDE_MOVE
    if not maybe and row[side + layout.TRAPPING]:
        return row[side + layout.TRAPPING]
    status = row[row[side + layout.ACTIVE] + layout.STATUS]
    if status in (layout.SLEEPING, layout.FREEZE) or (row[side + layout.TRAPPED] and not maybe):
        return FIGHT
    return 0 if any(entry.pp > 0 and not entry.disabled for entry in _all(row, side)) else STRUGGLE


def _only(move: int) -> Entry:
    return Entry(move, NO_PP, NO_PP, 0)


def _all(row: Sequence[int], side: int) -> tuple[Entry, ...]:
    return tuple(_listed(row, side, slot) for slot in range(row[side + layout.SLOTS]))


def _listed(row: Sequence[int], side: int, slot: int) -> Entry:
    move, pp = row[side + layout.SLOT_MOVE + slot], row[side + layout.SLOT_PP + slot]
    disabled = row[side + layout.SLOT_DISABLED + slot] or pp <= 0
    mon = row[side + layout.ACTIVE]
    return Entry(move, pp, full_pp(move, boosted=slot < row[mon + layout.MON_SLOTS]), int(disabled))


def full_pp(move: int, *, boosted: bool) -> int:
    """PP of a move with three PP Ups; a slot that only a Transform has is without."""
    return FULL_PP[move] if boosted else BASE_PP[move]
