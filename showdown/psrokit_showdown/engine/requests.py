"""What each seat may choose, and what a choice does before the turn begins.

Choices are numbers: 1..4 `move N` of the request's own list, 5..10 `switch N` of its current order, 0 for a seat that
is not asked. A set of choices is a mask whose bit `choice - 1` is set.

Showdown's generation 1 has a Fight button that hides the moves of a Pokemon that sleeps, is frozen or is held, and its
Desync Clause keeps what either side's Game Boy believes the selected move to be. Partial trapping never prevents
switching, as on the cartridge.
"""

from __future__ import annotations

from psrokit_showdown.engine.conditions import hard_locked, semi_locked, slot_move
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    BROKEN,
    CANNOT_MOVE,
    ENEMY_SELECTED,
    FAINTED,
    FREEZE,
    LAST_MOVE,
    MAYBE_LOCKED,
    MOVE_ASKED,
    ORDER,
    REQUEST,
    RESULT,
    SELECTED,
    SELECTED_SLOT,
    SLEEPING,
    SLOT_DISABLED,
    SLOT_PP,
    SLOTS,
    SWITCH_ASKED,
    TEAM_SIZE,
    TRAPPED,
)
from psrokit_showdown.engine.status import status_of
from psrokit_showdown.engine.tables import STRUGGLE
from psrokit_showdown.engine.tell_moves import listed

LOCKED, BOUND, HIDDEN, STRUGGLES, SLOTS_SHOWN = range(5)
FIRST_SWITCH = 5
"""The choice code of `switch 1`."""
ONLY_MOVE = 1
"""The mask in which `move 1` stands alone."""


@kernel
def legal_choices(row: Row, p: int) -> int:
    """The mask of what a side may choose; 0 if it is not asked."""
    if row[p + REQUEST] == SWITCH_ASKED:
        return _switches(row, p)
    if row[p + REQUEST] != MOVE_ASKED:
        return 0
    form = move_form(row, p)
    moves = usable_moves(row, p) if form == SLOTS_SHOWN else ONLY_MOVE
    return moves if form == LOCKED else moves | _switches(row, p)


@kernel
def move_form(row: Row, p: int) -> int:
    """How the moves of a request are listed: LOCKED (one, and no switch), BOUND (one), HIDDEN (one, `fight`), STRUGGLES
    (one, `struggle`) or SLOTS_SHOWN (all, some of them disabled).
    """
    known = row[p + MAYBE_LOCKED] == 0
    if hard_locked(row, p):
        return LOCKED
    if known and semi_locked(row, p):
        return BOUND
    if _unconscious(row, p) or (known and row[p + TRAPPED]):
        return HIDDEN
    return SLOTS_SHOWN if usable_moves(row, p) else STRUGGLES


@kernel
def _switches(row: Row, p: int) -> int:
    mask = 0
    for place in range(1, row[p + TEAM_SIZE]):
        if row[record_of(p, row[p + ORDER + place]) + FAINTED] == 0:
            mask |= 1 << (place + FIRST_SWITCH - 1)
    return mask


@kernel
def usable_moves(row: Row, p: int) -> int:
    """The mask of slots with PP that are not disabled; 0 means Struggle."""
    mask = 0
    for slot in range(row[p + SLOTS]):
        if row[p + SLOT_PP + slot] > 0 and row[p + SLOT_DISABLED + slot] == 0:
            mask |= 1 << slot
    return mask


@kernel
def _unconscious(row: Row, p: int) -> bool:
    status = status_of(row, p)
    return status in (SLEEPING, FREEZE)


@kernel
def ask(row: Row, p: int, kind: int) -> None:
    """Put a request to a seat. A hard lock makes its own secret known."""
    row[p + REQUEST] = kind
    if kind == MOVE_ASKED and hard_locked(row, p):
        row[p + MAYBE_LOCKED] = 0
    if kind == MOVE_ASKED and move_form(row, p) == SLOTS_SHOWN:
        listed(row, p)


@kernel
def select_move(row: Row, p: int, choice: int) -> None:
    """Settle which move a side's `move N` means, for both Game Boys."""
    shown = slot_move(row, p, row[p + SELECTED_SLOT])
    if hard_locked(row, p) or semi_locked(row, p) or _unconscious(row, p):
        row[p + ENEMY_SELECTED] = shown
        if shown == 0:
            row[RESULT] = BROKEN
    elif row[p + TRAPPED]:
        row[p + SELECTED] = CANNOT_MOVE
        row[p + ENEMY_SELECTED] = CANNOT_MOVE
    elif usable_moves(row, p) == 0:
        row[p + SELECTED] = STRUGGLE
        row[p + ENEMY_SELECTED] = STRUGGLE
    else:
        _select(row, p, choice - 1)


@kernel
def _select(row: Row, p: int, slot: int) -> None:
    move = slot_move(row, p, slot)
    row[p + SELECTED] = move
    row[p + SELECTED_SLOT] = slot
    row[p + LAST_MOVE] = move
    row[p + ENEMY_SELECTED] = move
