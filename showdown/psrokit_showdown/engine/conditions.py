"""Volatile conditions that moves put on a Pokemon, and the questions asked about them.

All of them are forgotten when it leaves the field or faints.
"""

from __future__ import annotations

from psrokit_showdown.engine.chance import even
from psrokit_showdown.engine.health import hp_of, max_hp_of
from psrokit_showdown.engine.kernel import Row, Table, kernel, set_long
from psrokit_showdown.engine.layout import (
    BIDE,
    BIDE_DAMAGE,
    CHARGING,
    CONFUSION,
    DISABLED_MOVE,
    DISABLED_SLOT,
    DISABLED_TIME,
    FLINCH,
    FOCUS_ENERGY,
    LEECH_SEED,
    LIGHT_SCREEN,
    MIST,
    RAGE,
    RAGE_ACCURACY,
    RECHARGE,
    REFLECT,
    SLOT_MOVE,
    SLOT_PP,
    SLOTS,
    SUBSTITUTE,
    THRASH,
    THRASH_ACCURACY,
    THRASH_TIME,
    TRAPPED,
    TRAPPED_BY,
    TRAPPED_MAYBE,
    TRAPPING,
)
from psrokit_showdown.engine.seen import (
    BIDE_MARK,
    FOCUS_MARK,
    LEECH_SEED_MARK,
    LIGHT_SCREEN_MARK,
    MIST_MARK,
    REFLECT_MARK,
    SUBSTITUTE_MARK,
)
from psrokit_showdown.engine.tables import (
    BIDES,
    CONFUSES,
    DISABLES,
    FLINCHES,
    FOCUSES,
    MAKES_SUBSTITUTE,
    MISTS,
    REFLECTS,
    SCREENS,
    SEEDS,
    TRAPS,
    VOLATILE_NAMES,
)
from psrokit_showdown.engine.tell_effects import began, confusion_began, disabled

_FLAGS = {
    REFLECTS: (REFLECT, REFLECT_MARK),
    SCREENS: (LIGHT_SCREEN, LIGHT_SCREEN_MARK),
    SEEDS: (LEECH_SEED, LEECH_SEED_MARK),
    MISTS: (MIST, MIST_MARK),
    FOCUSES: (FOCUS_ENERGY, FOCUS_MARK),
}
FLAG: Table = tuple(_FLAGS.get(kind, (0, 0))[0] for kind in range(len(VOLATILE_NAMES)))
FLAG_MARK: Table = tuple(_FLAGS.get(kind, (0, 0))[1] for kind in range(len(VOLATILE_NAMES)))
"""Conditions that are there or not: their word, 0 for all others, and what views call them."""


@kernel
def hard_locked(row: Row, p: int) -> bool:
    """Bound to one move without a say, not even to switch."""
    return row[p + RECHARGE] > 0 or row[p + THRASH] > 0 or row[p + RAGE] > 0 or row[p + CHARGING] > 0


@kernel
def semi_locked(row: Row, p: int) -> bool:
    """Bound to one move, but free to switch."""
    return row[p + TRAPPING] > 0 or row[p + BIDE] > 0


@kernel
def confuse(row: Row, p: int) -> None:
    """Two to five turns, the one in which it ends included."""
    if row[p + CONFUSION] == 0:
        row[p + CONFUSION] = 2 + even(row, 4)
        confusion_began(row, p)


@kernel
def flinch(row: Row, p: int) -> None:
    """Lose the next action, but not the turn of recharging.

    The flag falls at the end of the turn; if a faint cuts the turn short it stays for the next one.
    """
    if row[p + FLINCH] == 0:
        row[p + FLINCH] = 1
        row[p + RECHARGE] = 0


@kernel
def disable(row: Row, p: int) -> None:
    """One to eight turns without one of the moves that have PP."""
    if row[p + DISABLED_TIME]:
        return
    choice = even(row, usable_pp(row, p))
    for slot in range(row[p + SLOTS]):
        if row[p + SLOT_PP + slot] > 0:
            if choice == 0:
                row[p + DISABLED_SLOT] = slot
                row[p + DISABLED_MOVE] = row[p + SLOT_MOVE + slot]
                break
            choice -= 1
    row[p + DISABLED_TIME] = 1 + even(row, 8)
    disabled(row, p, row[p + DISABLED_MOVE])


@kernel
def usable_pp(row: Row, p: int) -> int:
    """How many moves have PP left."""
    count = 0
    for slot in range(row[p + SLOTS]):
        count += row[p + SLOT_PP + slot] > 0
    return count


@kernel
def be_trapped(row: Row, p: int, by: int) -> None:
    """Held for this turn and the next; `by` is the record of the Pokemon that holds it."""
    if row[p + TRAPPED] == 0:
        row[p + TRAPPED_MAYBE] = 0
        row[p + TRAPPED_BY] = by
    row[p + TRAPPED] = 2


@kernel
def release(row: Row, p: int) -> None:
    """No longer held."""
    row[p + TRAPPED] = 0
    row[p + TRAPPED_MAYBE] = 0
    row[p + TRAPPED_BY] = 0


@kernel
def make_substitute(row: Row, p: int) -> None:
    """A quarter of full HP and one; who hides is no longer held by a trap."""
    row[p + SUBSTITUTE] = max_hp_of(row, p) // 4 + 1
    began(row, p, SUBSTITUTE_MARK)
    release(row, p)


@kernel
def start_bide(row: Row, p: int) -> None:
    """Two or three turns of patience."""
    if row[p + BIDE] == 0:
        row[p + BIDE] = 2 + even(row, 2)
        began(row, p, BIDE_MARK)


@kernel
def start_rage(row: Row, p: int) -> None:
    """Never ends but with a switch or a faint; its accuracy is changed again at each use."""
    if row[p + RAGE] == 0:
        row[p + RAGE] = 1
        row[p + RAGE_ACCURACY] = 255


@kernel
def add_volatile(row: Row, p: int, by: int, kind: int) -> None:
    """Put a condition (a code of `tables.VOLATILE_NAMES`) on a side's Pokemon that stands; `by` is the user's record.

    Minimize and Defense Curl leave marks that no rule of generation 1 reads: they are not kept.
    """
    if hp_of(row, p) == 0:
        return
    if kind == CONFUSES:
        confuse(row, p)
    elif kind == FLINCHES:
        flinch(row, p)
    elif kind == TRAPS:
        be_trapped(row, p, by)
    elif kind == MAKES_SUBSTITUTE:
        make_substitute(row, p)
    elif kind == DISABLES:
        disable(row, p)
    elif kind == BIDES:
        start_bide(row, p)
    elif FLAG[kind]:
        row[p + FLAG[kind]] = 1
        began(row, p, FLAG_MARK[kind])


@kernel
def stop_thrashing(row: Row, p: int) -> None:
    """Thrash or Petal Dance is over."""
    row[p + THRASH] = 0
    row[p + THRASH_TIME] = 0
    row[p + THRASH_ACCURACY] = 0


@kernel
def stop_biding(row: Row, p: int) -> None:
    """Bide is over."""
    row[p + BIDE] = 0
    set_long(row, p + BIDE_DAMAGE, 0)


@kernel
def slot_move(row: Row, p: int, slot: int) -> int:
    """The move in a slot, 0 where there is none."""
    return row[p + SLOT_MOVE + slot] if slot < row[p + SLOTS] else 0
