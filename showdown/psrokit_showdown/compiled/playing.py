"""What the compiled players do, for arrays of battles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.compiled.dials import DIALS
from psrokit_showdown.compiled.dice import DIE_WORDS
from psrokit_showdown.compiled.entries import Scratch, Table, players
from psrokit_showdown.compiled.matchups import WORK_WORDS
from psrokit_showdown.compiled.situation import NOW_WORDS
from psrokit_showdown.engine import States
from psrokit_showdown.engine.batch import legal, new_states
from psrokit_showdown.engine.compiling import announced


def play(states: States, table: Table, log: NDArray[np.uint8], ends: NDArray[np.int64], first: int, last: int) -> int:
    """Play rows [first, last) to their ends, one byte a tick into the log: see `entries`."""
    compiled = players()
    return int(compiled.play(compiled.tick, states, legal(states), table, _scratch(), log, ends, first, last))


def decide(states: States, masks: NDArray[np.uint16], table: Table, choices: NDArray[np.int8]) -> None:
    """Fill the choices of every compiled player that is asked.

    masks: what each seat may choose, shape (n, 2), 0 where it is not asked; choices: their numbers, shape (n, 2).
    """
    players().decide(states, masks, table, _scratch(), choices)


def _scratch() -> Scratch:
    return Scratch(np.zeros((1, WORK_WORDS), np.int64), np.zeros((1, NOW_WORDS), np.float64))


def draw_many(table: Table, actors: NDArray[np.int64]) -> NDArray[np.float64]:
    """The next number of each actor's generator, shape (k,)."""
    numbers = np.empty(len(actors), np.float64)
    players().draws(table.dice, actors, numbers)
    return numbers


def prepare(tell: Callable[[str], None]) -> None:
    """Compile the players, or load what this machine compiled before; `tell` hears a line if they are compiled."""
    with announced(tell, "compiling the native players, once on this machine: a minute ..."):
        nobody = Table(
            np.zeros((0, 2), np.int8),
            np.zeros((0, DIE_WORDS), np.uint64),
            np.zeros(0, np.int8),
            np.zeros((0, DIALS)),
            np.zeros((0, 2), np.int64),
        )
        states = new_states(0)
        play(states, nobody, np.zeros(0, np.uint8), np.zeros(0, np.int64), 0, 0)
        decide(states, np.zeros((0, 2), np.uint16), nobody, np.zeros((0, 2), np.int8))
        draw_many(nobody, np.zeros(0, np.int64))
