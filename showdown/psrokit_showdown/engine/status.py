"""Sleep, freeze, paralysis, burn, poison: infliction, cure, and the clauses of Standard formats.

Where both the Sleep and the Freeze Clause hold, Showdown asks both in an order that it draws, for every infliction that
gets so far. Neither clause exists on the cartridge.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import even, idle_draws
from psrokit_showdown.engine.health import hp_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BAD_POISON,
    CLAUSES,
    FREEZE,
    FREEZE_CLAUSE,
    HEALTHY,
    HP,
    MON_WORDS,
    MONS,
    P1,
    POISON,
    POISON_TYPE,
    SELF_SLEEP,
    SIDE_WORDS,
    SLEEP,
    SLEEP_CLAUSE,
    SLEEPING,
    STATUS,
    TEAM_SIZE,
    TEAM_WORDS,
    TOXIC,
    TOXIC_COUNT,
    TYPE1,
    TYPE2,
)
from psrokit_showdown.engine.tell_pokemon import status_began, status_ended


@kernel
def status_of(row: Row, p: int) -> int:
    """Status of a side's active Pokemon."""
    return row[row[p + ACTIVE] + STATUS]


@kernel
def has_type(row: Row, p: int, kind: int) -> bool:
    """Whether a side's Pokemon is of a type now."""
    return row[p + TYPE1] == kind or row[p + TYPE2] == kind


@kernel
def inflict(row: Row, user: int, target: int, status: int) -> bool:
    """Set a status (none but the same one stands in its way here); whether it stuck."""
    m = row[target + ACTIVE]
    if row[m + HP] == 0 or row[m + STATUS] == status:
        return False
    if (status in (POISON, BAD_POISON)) and has_type(row, target, POISON_TYPE):
        return False
    return set_status(row, user, target, status)


@kernel
def set_status(row: Row, user: int, target: int, status: int) -> bool:
    """Ask the clauses, then set a status and what goes with it."""
    if row[CLAUSES] & SLEEP_CLAUSE and row[CLAUSES] & FREEZE_CLAUSE:
        idle_draws(row, 1)
    if target != user and _clause_forbids(row, target, status):
        return False
    m = row[target + ACTIVE]
    row[m + STATUS] = status
    status_began(row, target, status == SLEEPING)
    row[m + SLEEP] = 0
    row[m + SELF_SLEEP] = 0
    if status == SLEEPING:
        row[m + SLEEP] = 1 + even(row, 7)
        row[m + SELF_SLEEP] = user == target
    elif status == BAD_POISON:
        row[target + TOXIC] = 1
        row[target + TOXIC_COUNT] = 0
    return True


@kernel
def cure(row: Row, p: int) -> None:
    """Take the status away; what it took from stats stays lost."""
    if hp_of(row, p) > 0:
        m = row[p + ACTIVE]
        row[m + STATUS] = HEALTHY
        status_ended(row, p)
        row[m + SLEEP] = 0
        row[m + SELF_SLEEP] = 0


@kernel
def _clause_forbids(row: Row, p: int, status: int) -> bool:
    """One foe asleep by force, one foe frozen. The fainted no longer count as asleep."""
    if not (status == SLEEPING and row[CLAUSES] & SLEEP_CLAUSE) and not (
        status == FREEZE and row[CLAUSES] & FREEZE_CLAUSE
    ):
        return False
    team = MONS + (p - P1) // SIDE_WORDS * TEAM_WORDS
    for i in range(row[p + TEAM_SIZE]):
        m = team + i * MON_WORDS
        if row[m + STATUS] == status and (status == FREEZE or (row[m + HP] > 0 and row[m + SELF_SLEEP] == 0)):
            return True
    return False
