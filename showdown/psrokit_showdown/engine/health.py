"""Losing and gaining HP.

Damage of moves is remembered in LAST_DAMAGE, which lives on through turns and switches; damage of status, Leech Seed
and recoil is not. A Pokemon at 0 HP faints when its action is over (`engine.actions`).
"""

from __future__ import annotations

from psrokit_showdown.engine.kernel import Row, kernel, set_long
from psrokit_showdown.engine.layout import ACTIVE, BOTH, HP, LAST_DAMAGE, MAX_HP, SUB_BROKEN, SUBSTITUTE
from psrokit_showdown.engine.seen import SUBSTITUTE_MARK
from psrokit_showdown.engine.tell_effects import ended, substitute_bore


@kernel
def hp_of(row: Row, p: int) -> int:
    """HP of a side's active Pokemon."""
    return row[row[p + ACTIVE] + HP]


@kernel
def max_hp_of(row: Row, p: int) -> int:
    """Full HP of a side's active Pokemon."""
    return row[row[p + ACTIVE] + MAX_HP]


@kernel
def hurt(row: Row, p: int, damage: int) -> int:
    """Take up to `damage` HP from the active Pokemon; what it lost."""
    m = row[p + ACTIVE]
    lost = min(damage, row[m + HP])
    row[m + HP] -= lost
    return lost


@kernel
def heal(row: Row, p: int, amount: int) -> None:
    """Give up to `amount` HP; the fainted stay at 0."""
    m = row[p + ACTIVE]
    if row[m + HP] > 0:
        row[m + HP] = min(row[m + HP] + amount, row[m + MAX_HP])


@kernel
def share_of_max(row: Row, p: int, divisor: int) -> int:
    """A fraction of full HP, at least 1."""
    return max(1, max_hp_of(row, p) // divisor)


@kernel
def hurt_self(row: Row, p: int, damage: int) -> None:
    """Damage by own confusion or a missed Jump Kick.

    If the Pokemon has a Substitute, that of its foe is hit instead, and without one nobody (so on the cartridge too).
    """
    if hp_of(row, p) == 0:
        return
    set_long(row, LAST_DAMAGE, damage)
    if row[p + SUBSTITUTE] == 0:
        hurt(row, p, damage)
    elif row[BOTH - p + SUBSTITUTE]:
        hit_substitute(row, BOTH - p, damage)


@kernel
def hit_substitute(row: Row, p: int, damage: int) -> None:
    """A side's Substitute takes damage; what is too much is lost with it."""
    row[p + SUBSTITUTE] = max(0, row[p + SUBSTITUTE] - damage)
    if row[p + SUBSTITUTE] == 0:
        row[row[p + ACTIVE] + SUB_BROKEN] = 1
        ended(row, p, SUBSTITUTE_MARK)
    else:
        substitute_bore(row, p)
