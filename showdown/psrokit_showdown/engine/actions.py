"""One action of a turn: a move, a switch or an entry, and the faints and replacements that follow it.

A faint clears the queue in generation 1: nobody else acts and the turn has no end but the replacement, so that what
counts turns (flinching, traps) is not counted down. If both sides have nobody left after one action, Showdown calls it
a tie.
"""

from __future__ import annotations

from psrokit_showdown.engine.entering import bring_in, reset_active, run_switch
from psrokit_showdown.engine.health import hp_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIONS,
    ACTIVE,
    FAINTED,
    FAINTED_NOW,
    FORCED_SWITCH,
    GONE,
    LEFT,
    MOVE,
    P1,
    P1_WINS,
    P2,
    P2_WINS,
    QUEUE,
    RESIDUAL,
    RESULT,
    RUN_SWITCH,
    RUNNING,
    SELF_SLEEP,
    SLEEP,
    STATUS,
    SWITCH_ASKED,
    TIE,
)
from psrokit_showdown.engine.queue import insert_entry
from psrokit_showdown.engine.requests import ask
from psrokit_showdown.engine.tell_pokemon import fainted
from psrokit_showdown.engine.ties import each_event
from psrokit_showdown.engine.using import run_move


@kernel
def act(row: Row, kind: int, p: int) -> None:
    """Carry out a queued action."""
    if kind == MOVE:
        run_move(row, p)
    elif kind == RUN_SWITCH:
        run_switch(row, p)
    else:
        bring_in(row, p)
        insert_entry(row, p)


@kernel
def after_action(row: Row) -> bool:
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
