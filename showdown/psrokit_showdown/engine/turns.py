"""The course of a battle: start, choices, actions, the end of a turn, requests.

Showdown ends a battle as a tie on turn 1000 and where nothing can happen any more (the Endless Battle Clause).
"""

from __future__ import annotations

from psrokit_showdown.engine.actions import act, after_action
from psrokit_showdown.engine.endless import cannot_progress
from psrokit_showdown.engine.entering import record_of, reset_active
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIONS,
    ACTIVE,
    BIDE,
    DISABLED_SLOT,
    DISABLED_TIME,
    ENDED_TRAP,
    FAINTED_NOW,
    FLINCH,
    FORCED_SWITCH,
    FREEZE,
    MAYBE_LOCKED,
    MOVE,
    MOVE_ASKED,
    NOT_BEGUN,
    NOTHING_ASKED,
    P1,
    P2,
    QUEUE,
    REQUEST,
    RESIDUAL,
    RESULT,
    RUNNING,
    SLEEPING,
    SLOT_DISABLED,
    SLOTS,
    SWITCH,
    SWITCH_ASKED,
    SWITCH_TO,
    TIE,
    TRAPPED_MAYBE,
    TRAPPING,
    TRAPPING_TIME,
    TRAPPING_TOTAL,
    TURN,
)
from psrokit_showdown.engine.queue import insert_entry, pop, push, sort
from psrokit_showdown.engine.requests import FIRST_SWITCH, ask, select_move
from psrokit_showdown.engine.status import status_of
from psrokit_showdown.engine.tell_pokemon import sent_out, turned
from psrokit_showdown.engine.ties import disable_move_event, each_event, refresh_speed, refresh_speeds, residual_event
from psrokit_showdown.engine.trapping import clean_up_traps, count_down_traps

LAST_TURN = 1000


@kernel
def advance(row: Row, choice1: int, choice2: int) -> None:
    """Play on from both seats' choices (0 for a seat that is not asked) to the next requests or the end.

    A battle that has not begun begins, up to its first requests.
    """
    row[ACTIONS] = 0
    row[RESIDUAL] = 0
    if row[P1 + REQUEST] == NOT_BEGUN:
        _send_leads(row)
    else:
        settle(row, choice1, choice2)
    run(row)


@kernel
def _send_leads(row: Row) -> None:
    for p in (P1, P2):
        row[p + REQUEST] = NOTHING_ASKED
        row[p + ACTIVE] = record_of(p, 0)
        reset_active(row, p)
        refresh_speed(row, p)
        sent_out(row, p)
        insert_entry(row, p)
    each_event(row)  # Update


@kernel
def settle(row: Row, choice1: int, choice2: int) -> None:
    """Queue what both seats chose."""
    refresh_speeds(row)
    new_turn = row[P1 + REQUEST] != SWITCH_ASKED and row[P2 + REQUEST] != SWITCH_ASKED
    _commit(row, P1, choice1)
    _commit(row, P2, choice2)
    sort(row)
    if new_turn:
        row[RESIDUAL] = 1
        each_event(row)  # BeforeTurn
        each_event(row)  # Update


@kernel
def _commit(row: Row, p: int, choice: int) -> None:
    asked = row[p + REQUEST]
    row[p + REQUEST] = NOTHING_ASKED
    if asked == NOTHING_ASKED:
        return
    if choice >= FIRST_SWITCH:
        row[p + SWITCH_TO] = choice - FIRST_SWITCH
        push(row, FORCED_SWITCH if asked == SWITCH_ASKED else SWITCH, p)
    else:
        select_move(row, p, choice)
        push(row, MOVE, p)


@kernel
def run(row: Row) -> None:
    """Action after action, until somebody is asked or the battle is over."""
    while row[RESULT] == RUNNING:
        if row[ACTIONS] > 0:
            kind, p = row[QUEUE], row[QUEUE + 1]
            pop(row)
            act(row, kind, p)
        elif row[RESIDUAL]:
            row[RESIDUAL] = 0
            _end_of_actions(row)
        else:
            _end_turn(row)
            return
        if after_action(row):
            return


@kernel
def _end_of_actions(row: Row) -> None:
    """What counts turns is counted down. No damage happens here in generation 1."""
    refresh_speeds(row)
    residual_event(row)
    for p in (P1, P2):
        row[p + FLINCH] = 0
        count_down_traps(row, p)


@kernel
def _end_turn(row: Row) -> None:
    row[TURN] += 1
    clean_up_traps(row)
    for p in (P1, P2):
        _disable_moves(row, p)
        row[p + FAINTED_NOW] = 0
    if row[TURN] > LAST_TURN or cannot_progress(row):
        row[RESULT] = TIE
        return
    turned(row)
    ask(row, P1, MOVE_ASKED)
    ask(row, P2, MOVE_ASKED)


@kernel
def _disable_moves(row: Row, p: int) -> None:
    """Which slots are disabled, and whether the request must hide a trap."""
    disable_move_event(row, p)
    for slot in range(row[p + SLOTS]):
        row[p + SLOT_DISABLED + slot] = row[p + DISABLED_TIME] > 0 and row[p + DISABLED_SLOT] == slot
    row[p + MAYBE_LOCKED] = _may_be_locked(row, p)


@kernel
def _may_be_locked(row: Row, p: int) -> bool:
    if row[p + TRAPPING] and row[p + TRAPPING_TOTAL] - row[p + TRAPPING_TIME] > 1:
        return True
    status = status_of(row, p)
    if status in (SLEEPING, FREEZE) or row[p + BIDE]:
        return False
    return row[p + TRAPPED_MAYBE] > 0 or row[p + ENDED_TRAP] > 0
