"""The course of a battle: start, choices, actions, faints, the end of a turn, requests.

A faint clears the queue in generation 1: nobody else acts and the turn has no end but the replacement, so that what
counts turns (flinching, traps) is not counted down. If both sides have nobody left after one action, Showdown calls it
a tie, as it does on turn 1000 and where nothing can happen any more (the Endless Battle Clause).
"""

from __future__ import annotations

from psrokit_showdown.engine.endless import cannot_progress
from psrokit_showdown.engine.entering import bring_in, record_of, reset_active, run_switch
from psrokit_showdown.engine.health import hp_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIONS,
    ACTIVE,
    BIDE,
    DISABLED_SLOT,
    DISABLED_TIME,
    ENDED_TRAP,
    FAINTED,
    FAINTED_NOW,
    FLINCH,
    FORCED_SWITCH,
    FREEZE,
    GONE,
    LEFT,
    MAYBE_LOCKED,
    MOVE,
    MOVE_ASKED,
    NOT_BEGUN,
    NOTHING_ASKED,
    P1,
    P1_WINS,
    P2,
    P2_WINS,
    QUEUE,
    REQUEST,
    RESIDUAL,
    RESULT,
    RUN_SWITCH,
    RUNNING,
    SELF_SLEEP,
    SLEEP,
    SLEEPING,
    SLOT_DISABLED,
    SLOTS,
    STATUS,
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
from psrokit_showdown.engine.seen import fainted, sent_out, turned
from psrokit_showdown.engine.status import status_of
from psrokit_showdown.engine.ties import disable_move_event, each_event, refresh_speed, refresh_speeds, residual_event
from psrokit_showdown.engine.trapping import clean_up_traps, count_down_traps
from psrokit_showdown.engine.using import run_move

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
        _settle(row, choice1, choice2)
    _run(row)


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
def _settle(row: Row, choice1: int, choice2: int) -> None:
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
def _run(row: Row) -> None:
    """Action after action, until somebody is asked or the battle is over."""
    while row[RESULT] == RUNNING:
        if row[ACTIONS] > 0:
            kind, p = row[QUEUE], row[QUEUE + 1]
            pop(row)
            _act(row, kind, p)
        elif row[RESIDUAL]:
            row[RESIDUAL] = 0
            _end_of_actions(row)
        else:
            _end_turn(row)
            return
        if _after_action(row):
            return


@kernel
def _act(row: Row, kind: int, p: int) -> None:
    if kind == MOVE:
        run_move(row, p)
    elif kind == RUN_SWITCH:
        run_switch(row, p)
    else:
        bring_in(row, p)
        insert_entry(row, p)


@kernel
def _after_action(row: Row) -> bool:
    """Faints, the end of the battle, replacements; whether the turn stops here."""
    if _faint(row, P1) + _faint(row, P2):
        row[ACTIONS] = 0
        row[RESIDUAL] = 0
        if not _decide(row):
            _ask_for_replacements(row)
        return True
    if row[ACTIONS] == 0 or row[QUEUE] != FORCED_SWITCH:
        each_event(row)  # Update
    return False


@kernel
def _faint(row: Row, p: int) -> int:
    m = row[p + ACTIVE]
    if hp_of(row, p) > 0 or row[m + FAINTED]:
        return 0
    row[m + FAINTED] = 1
    row[p + FAINTED_NOW] = 1
    row[p + LEFT] -= 1
    fainted(row, p)
    reset_active(row, p)
    return 1


@kernel
def _decide(row: Row) -> bool:
    """Whether the battle is over."""
    if row[P1 + LEFT] == 0 and row[P2 + LEFT] == 0:
        row[RESULT] = TIE
    elif row[P2 + LEFT] == 0:
        row[RESULT] = P1_WINS
    elif row[P1 + LEFT] == 0:
        row[RESULT] = P2_WINS
    return row[RESULT] != RUNNING


@kernel
def _ask_for_replacements(row: Row) -> None:
    for p in (P1, P2):
        m = row[p + ACTIVE]
        if row[m + FAINTED]:
            row[m + STATUS] = GONE
            row[m + SLEEP] = 0
            row[m + SELF_SLEEP] = 0
            ask(row, p, SWITCH_ASKED)


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
