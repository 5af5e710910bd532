"""Using a move: PP, what both sides remember of it, charging, calling other moves.

Metronome and Mirror Move call another move, which may again be one of them: a loop, no recursion. What Showdown does
after the outer move is nothing that could be seen. Two-turn moves pay their PP on the second turn; a move that is
called pays none (called two-turn moves give one back first, and a transformed caller's own slot of that number gains
one). What never ends on the cartridge, Mirror Moves that call each other's Metronome, is an error in Showdown: BROKEN.
"""

from __future__ import annotations

from psrokit_showdown.engine.after_move import after_move, suffer
from psrokit_showdown.engine.before_move import may_move
from psrokit_showdown.engine.chance import even
from psrokit_showdown.engine.conditions import hard_locked, semi_locked
from psrokit_showdown.engine.health import hp_of, hurt_self
from psrokit_showdown.engine.hitting import try_move_hit
from psrokit_showdown.engine.kernel import Row, kernel, set_long, wrapped
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BOTH,
    BROKEN,
    CANNOT_MOVE,
    CHARGING,
    ENEMY_MOVE,
    ENEMY_SELECTED,
    INVULNERABLE,
    LAST_DAMAGE,
    LAST_MOVE,
    MON_PP,
    MON_SLOTS,
    NO_MOVE,
    RAGE,
    RECHARGE,
    RESULT,
    SELECTED,
    SELECTED_SLOT,
    SLOT_PP,
    SLOT_VIRTUAL,
    SLOTS,
    SUB_BROKEN,
    TRANSFORMED,
    USED,
)
from psrokit_showdown.engine.stats import build_rage
from psrokit_showdown.engine.tables import (
    CHARGES,
    DIG,
    DISABLE,
    EXPLODES,
    FISSURE,
    FLY,
    HIGH_JUMP_KICK,
    JUMP_KICK,
    KEEPS_LAST_DAMAGE,
    KEEPS_TRAPPING,
    METRONOME,
    MIRROR_MOVE,
    ON_SELF,
    OWN_VOLATILE,
    STRUGGLE,
)
from psrokit_showdown.engine.tell_moves import bound, called, prepared, used
from psrokit_showdown.engine.trapping import stop_trapping

METRONOME_MOVES = STRUGGLE - 2
"""Every move but Metronome and Struggle, in order of their numbers."""
DEEPEST_CALL = 7
"""Showdown's events nest no deeper; a chain of calls that would is a stack overflow there."""


@kernel
def run_move(row: Row, p: int) -> None:
    """The queued move action of a side: the last selected move, if nothing prevents it."""
    move = row[p + SELECTED]
    if move != CANNOT_MOVE:
        target = p if ON_SELF[move] else BOTH - p
        row[row[target + ACTIVE] + SUB_BROKEN] = 0
        if may_move(row, p, move):
            bound_to_it = move != STRUGGLE and (hard_locked(row, p) or semi_locked(row, p))
            _pay(row, p, move)
            _use(row, p, move, bound_to_it)
            return
    suffer(row, p)


@kernel
def _pay(row: Row, p: int, move: int) -> None:
    locked = hard_locked(row, p) or semi_locked(row, p)
    if move != STRUGGLE and ((not locked and not CHARGES[move]) or row[p + CHARGING]):
        _change_pp(row, p, -1)


@kernel
def _change_pp(row: Row, p: int, by: int) -> None:
    """PP of the slot that was last selected, in six bits: one less than 0 is 63. Copied moves keep their own PP, but
    Mimic's share those of its slot.
    """
    slot = row[p + SELECTED_SLOT]
    if slot >= row[p + SLOTS]:
        return
    pp = wrapped(row, row[p + SLOT_PP + slot] + by, 63)
    row[p + SLOT_PP + slot] = pp
    if not (row[p + SLOT_VIRTUAL + slot] and row[p + TRANSFORMED]):
        row[row[p + ACTIVE] + MON_PP + slot] = pp


@kernel
def _use(row: Row, p: int, move: int, bound_to_it: bool) -> None:
    """Use a move, and what it calls."""
    for depth in range(DEEPEST_CALL + 1):
        if depth > 0:
            _correct_pp(row, p, move)
        if depth > 0 or bound_to_it:
            called(row, p, move)
        else:
            used(row, p, move)
        _remember(row, p, move)
        next_move = _called_move(row, p, move)
        if next_move == 0:
            _use_once(row, p, move)
            return
        set_long(row, LAST_DAMAGE, 0)
        row[p + SELECTED] = next_move
        row[p + ENEMY_SELECTED] = next_move
        move = next_move
    row[RESULT] = BROKEN


@kernel
def _correct_pp(row: Row, p: int, move: int) -> None:
    if CHARGES[move]:
        _change_pp(row, p, 1)
    m = row[p + ACTIVE]
    slot = row[p + SELECTED_SLOT]
    if row[p + TRANSFORMED] and slot < row[m + MON_SLOTS]:
        pp = row[m + MON_PP + slot] + 1
        row[m + MON_PP + slot] = pp % 64 if pp >= 0 else -(-pp % 64)  # a remainder, so in custom games as well


@kernel
def _remember(row: Row, p: int, move: int) -> None:
    row[p + LAST_MOVE] = move
    row[p + ENEMY_MOVE] = move
    if not CHARGES[move] or row[p + CHARGING]:
        row[p + USED] = FISSURE if move == NO_MOVE else move


@kernel
def _called_move(row: Row, p: int, move: int) -> int:
    """The move that Metronome or Mirror Move calls, 0 for others and if there is nothing to mirror."""
    if move == METRONOME:
        number = 1 + even(row, METRONOME_MOVES)
        return number if number < METRONOME else number + 1
    if move == MIRROR_MOVE and row[BOTH - p + USED] != MIRROR_MOVE:
        return row[BOTH - p + USED]
    return 0


@kernel
def _use_once(row: Row, p: int, move: int) -> None:
    target = p if ON_SELF[move] else BOTH - p
    if not _begins_to_charge(row, p, move):
        if OWN_VOLATILE[move] == KEEPS_TRAPPING:
            row[target + RECHARGE] = 0
            bound(row, p, move)
        if not KEEPS_LAST_DAMAGE[move]:
            set_long(row, LAST_DAMAGE, 0)
        _attempt(row, p, target, move)
    after_move(row, p, target)
    if hp_of(row, target) > 0:
        suffer(row, p)


@kernel
def _begins_to_charge(row: Row, p: int, move: int) -> bool:
    """The first turn of a two-turn move."""
    if not CHARGES[move]:
        return False
    if row[p + CHARGING]:
        row[p + CHARGING] = 0
        row[p + INVULNERABLE] = 0
        return False
    row[p + CHARGING] = move
    prepared(row, p, move)
    if move in (FLY, DIG):
        row[p + INVULNERABLE] = 1
    return True


@kernel
def _attempt(row: Row, p: int, target: int, move: int) -> None:
    """Explosion and Disable build the target's Rage even if they fail; a Jump Kick that fails costs 1 HP."""
    if move == MIRROR_MOVE:
        stop_trapping(row, p)
        return
    success = try_move_hit(row, p, target, move)
    if row[target + RAGE] and (EXPLODES[move] or move == DISABLE):
        build_rage(row, target)
    if not success and move in (JUMP_KICK, HIGH_JUMP_KICK):
        hurt_self(row, p, 1)
