"""A decision played action by action, so that ways which meet in the middle of a turn are followed on only once.

The kernels are those that `engine.turns.advance` is made of, called in its order; the test
`test_parts_make_the_whole_decision` holds the result against the engine's own outcomes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.engine.actions import act, after_action
from psrokit_showdown.engine.batch import new_states
from psrokit_showdown.engine.compiling import announced, entry, source_digest
from psrokit_showdown.engine.kernel import Row, States, kernel
from psrokit_showdown.engine.layout import ACTIONS, QUEUE, RESIDUAL, RESULT, RUNNING
from psrokit_showdown.engine.queue import pop
from psrokit_showdown.engine.rows import row_at
from psrokit_showdown.engine.turns import run, settle


def advance_parts(states: States, choices: NDArray[np.int8]) -> None:
    """Play each battle's next action, and on to the next requests where no other action waits.

    A battle that rests between decisions begins one with its choices, shape (n, 2), which must be legal; one that
    paused within a turn (see `paused`) goes on whatever the choices say.
    """
    _entry()(states, np.ascontiguousarray(choices, np.int8), len(states))


def paused(states: States) -> NDArray[np.bool_]:
    """Which battles stand in the middle of a decision, shape (n,)."""
    return np.asarray((states[:, ACTIONS] > 0) & (states[:, RESULT] == RUNNING))


def prepare(tell: Callable[[str], None]) -> None:
    """Compile, or load what this machine compiled before; `tell` hears a line if it is compiled."""
    with announced(tell, "compiling the parts of a turn, once on this machine: a minute ..."):
        advance_parts(new_states(0), np.zeros((0, 2), np.int8))


@kernel
def _advance_part(row: Row, choice1: int, choice2: int) -> None:
    if row[ACTIONS] == 0:
        row[RESIDUAL] = 0
        settle(row, choice1, choice2)
    if row[RESULT] != RUNNING or row[ACTIONS] == 0:
        run(row)
        return
    kind, p = row[QUEUE], row[QUEUE + 1]
    pop(row)
    act(row, kind, p)
    if not after_action(row) and row[ACTIONS] == 0:
        run(row)


@cache
def _entry() -> Callable[[States, NDArray[np.int8], int], None]:
    version = source_digest()

    def advance_many(states: States, choices: NDArray[np.int8], count: int) -> None:
        for i in range(count if version else 0):
            row = row_at(states, i)
            if row[RESULT] == RUNNING:
                _advance_part(row, choices[i, 0], choices[i, 1])

    return entry(advance_many)
