"""Showdown's Endless Battle Clause of generation 1: a tie where nothing can happen any more.

That is where every Pokemon of both sides has fainted, is frozen, knows nothing but Transform and faces only such, or
has no PP left at all and faces nothing but Ghosts (Struggle cannot hit them, so it cannot hurt its user).
"""

from __future__ import annotations

from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BOTH,
    FAINTED,
    FREEZE,
    GHOST,
    MON_MOVE,
    MON_PP,
    MON_SLOTS,
    OWN_TYPE1,
    P1,
    P2,
    SLOT_MOVE,
    SLOT_PP,
    SLOTS,
    STATUS,
    TEAM_SIZE,
    TYPE1,
)
from psrokit_showdown.engine.tables import TRANSFORM


@kernel
def cannot_progress(row: Row) -> bool:
    """Whether neither side can change anything."""
    return _stuck(row, P1) and _stuck(row, P2)


@kernel
def _stuck(row: Row, p: int) -> bool:
    for index in range(row[p + TEAM_SIZE]):
        m = record_of(p, index)
        if row[m + FAINTED] or row[m + STATUS] == FREEZE:
            continue
        if _only_transforms(row, p, m) and _all_transform(row, BOTH - p):
            continue
        if _without_pp(row, p, m) and _all_ghosts(row, BOTH - p):
            continue
        return False
    return True


@kernel
def _only_transforms(row: Row, p: int, m: int) -> bool:
    """A Pokemon on the field counts as it is now, with the moves that it has taken."""
    active = row[p + ACTIVE] == m
    first, count = (p + SLOT_MOVE, row[p + SLOTS]) if active else (m + MON_MOVE, row[m + MON_SLOTS])
    for slot in range(count):
        if row[first + slot] != TRANSFORM:
            return False
    return True


@kernel
def _without_pp(row: Row, p: int, m: int) -> bool:
    active = row[p + ACTIVE] == m
    first, count = (p + SLOT_PP, row[p + SLOTS]) if active else (m + MON_PP, row[m + MON_SLOTS])
    for slot in range(count):
        if row[first + slot] != 0:
            return False
    return True


@kernel
def _all_transform(row: Row, p: int) -> bool:
    for index in range(row[p + TEAM_SIZE]):
        m = record_of(p, index)
        if not row[m + FAINTED] and not _only_transforms(row, p, m):
            return False
    return True


@kernel
def _all_ghosts(row: Row, p: int) -> bool:
    for index in range(row[p + TEAM_SIZE]):
        m = record_of(p, index)
        first = p + TYPE1 if row[p + ACTIVE] == m else m + OWN_TYPE1
        if not row[m + FAINTED] and row[first] != GHOST and row[first + 1] != GHOST:
            return False
    return True
