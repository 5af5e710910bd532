"""Many battles advanced by one call: the kernels' entries, compiled once per machine and kept in numba's cache.

Battles are rows of one array and never touch each other, so any split of rows over threads gives the same result.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from psrokit.api import InputError
from psrokit_showdown.engine.beginning import fresh_rows
from psrokit_showdown.engine.chooser import random_choice
from psrokit_showdown.engine.compiling import announced, entry, source_digest
from psrokit_showdown.engine.kernel import Row, States, kernel
from psrokit_showdown.engine.layout import P1, P2, RESULT, RUNNING, TURN, WORDS
from psrokit_showdown.engine.requests import legal_choices
from psrokit_showdown.engine.rows import row_at
from psrokit_showdown.engine.turns import advance

Result = TypeVar("Result")
FINE = -1
"""What the entry `step` returns if every choice was legal; else the first row with one that was not."""


class Entries(NamedTuple):
    """Compiled functions over rows [first, last)."""

    legal: Callable[[States, NDArray[np.uint16], int, int], None]
    step: Callable[[States, NDArray[np.int8], int, int], int]
    tick: Callable[[States, NDArray[np.uint16], int, int, int], None]
    play: Callable[[States, NDArray[np.uint64], NDArray[np.int64], int, int], None]


@kernel
def _are_legal(row: Row, choice1: int, choice2: int) -> bool:
    return _is_legal(row, P1, choice1) and _is_legal(row, P2, choice2)


@kernel
def _is_legal(row: Row, p: int, choice: int) -> bool:
    mask = legal_choices(row, p)
    return choice == 0 if mask == 0 else choice > 0 and (mask >> (choice - 1)) & 1 == 1


@cache
def entries() -> Entries:
    """The entries, each compiled, or loaded from the cache, at its first call."""
    version = source_digest()
    return Entries(_legal_entry(version), _step_entry(version), _tick_entry(version), _play_entry(version))


def _legal_entry(version: int) -> Callable[[States, NDArray[np.uint16], int, int], None]:
    def legal(states: States, masks: NDArray[np.uint16], first: int, last: int) -> None:
        for i in range(first, last if version else first):
            row = row_at(states, i)
            running = row[RESULT] == RUNNING
            masks[i, 0] = legal_choices(row, P1) if running else 0
            masks[i, 1] = legal_choices(row, P2) if running else 0

    return entry(legal)


def _step_entry(version: int) -> Callable[[States, NDArray[np.int8], int, int], int]:
    def step(states: States, choices: NDArray[np.int8], first: int, last: int) -> int:
        wrong = FINE
        for i in range(first, last if version else first):
            row = row_at(states, i)
            if row[RESULT] != RUNNING:
                continue
            if _are_legal(row, choices[i, 0], choices[i, 1]):
                advance(row, choices[i, 0], choices[i, 1])
            elif wrong == FINE:
                wrong = i
        return wrong

    return entry(step)


def _tick_entry(version: int) -> Callable[[States, NDArray[np.uint16], int, int, int], None]:
    def tick(states: States, masks: NDArray[np.uint16], i: int, choice1: int, choice2: int) -> None:
        """Advance one running battle by choices that its masks allow, and renew the masks."""
        row = row_at(states, i if version else 0)
        advance(row, choice1, choice2)
        running = row[RESULT] == RUNNING
        masks[i, 0] = legal_choices(row, P1) if running else 0
        masks[i, 1] = legal_choices(row, P2) if running else 0

    return entry(tick)


def _play_entry(version: int) -> Callable[[States, NDArray[np.uint64], NDArray[np.int64], int, int], None]:
    def play(states: States, dice: NDArray[np.uint64], counts: NDArray[np.int64], first: int, last: int) -> None:
        for i in range(first, last if version else first):
            row = row_at(states, i)
            while row[RESULT] == RUNNING:
                choice1 = random_choice(dice, 2 * i, legal_choices(row, P1))
                choice2 = random_choice(dice, 2 * i + 1, legal_choices(row, P2))
                counts[i] += (choice1 > 0) + (choice2 > 0)
                advance(row, choice1, choice2)

    return entry(play)


def prepare(tell: Callable[[str], None]) -> None:
    """Compile the engine, or load what this machine compiled before; `tell` hears a line if it is compiled."""
    with announced(tell, "compiling the native engine, once on this machine: a minute or two ..."):
        nobody = new_states(0)
        entries().legal(nobody, np.zeros((0, 2), np.uint16), 0, 0)
        entries().step(nobody, np.zeros((0, 2), np.int8), 0, 0)
        entries().play(nobody, np.zeros(0, np.uint64), np.zeros(0, np.int64), 0, 0)


def new_states(n: int) -> States:
    """Room for n battles, none of them begun."""
    return np.zeros((n, WORDS), np.int16)


def start(
    states: States, rows: NDArray[np.int64], seeds: NDArray[np.uint64], teams: NDArray[np.int16], clauses: int
) -> None:
    """Begin battles in the given rows, shape (k,), up to their first requests.

    seeds: shape (k,), see `seed_of`; teams: shape (k, 2, 6, MON_WORDS), see `pack_team`; clauses: see `clauses`.
    """
    fresh = fresh_rows(seeds, teams, clauses)
    entries().step(fresh, np.zeros((len(fresh), 2), np.int8), 0, len(fresh))
    states[rows] = fresh


def _check(states: States) -> None:
    """Raise InputError for rows that kernels cannot take by their addresses."""
    if not states.flags.c_contiguous:
        raise InputError("battles must be rows of a contiguous array", remedy="Give numpy.ascontiguousarray(states).")


def legal(states: States) -> NDArray[np.uint16]:
    """What every seat may choose, as masks of shape (n, 2) (bit `choice - 1`); 0 where a seat is not asked."""
    _check(states)
    masks = np.zeros((len(states), 2), np.uint16)
    entries().legal(states, masks, 0, len(states))
    return masks


def step(states: States, choices: NDArray[np.int8], threads: int = 1) -> None:
    """Advance every battle by its choices, shape (n, 2), 0 where a seat is not asked; ended battles stay as they are.

    `threads` changes how long it takes, never a result. Raises InputError for the first illegal choice; that battle
    has not moved, all others have; and for an array that is not contiguous.
    """
    _check(states)
    choices = np.ascontiguousarray(choices, np.int8)
    found = _in_threads(lambda first, last: entries().step(states, choices, first, last), len(states), threads)
    wrong = [row for row in found if row != FINE]
    if wrong:
        row = min(wrong)
        asked = legal(states[row : row + 1])[0]
        raise InputError(
            f"choices {choices[row].tolist()} of battle {row} are not legal there: {[_told(int(m)) for m in asked]}"
        )


def play_random(states: States, seeds: NDArray[np.uint64], threads: int = 1) -> NDArray[np.int64]:
    """Play every battle to its end, both seats choosing evenly among what is legal; decisions made, shape (n,).

    seeds: shape (n, 2), one per seat, for its choices alone.
    """
    _check(states)
    counts = np.zeros(len(states), np.int64)
    dice = np.ascontiguousarray(seeds, np.uint64).reshape(-1).copy()
    _in_threads(lambda first, last: entries().play(states, dice, counts, first, last), len(states), threads)
    return counts


def _in_threads(work: Callable[[int, int], Result], count: int, threads: int) -> list[Result]:
    """Do the rows in as many equal pieces as there are threads."""
    if threads == 1 or count < 2:
        return [work(0, count)]
    edges = np.linspace(0, count, threads + 1).astype(int).tolist()
    return list(_pool(threads).map(work, edges[:-1], edges[1:]))


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="engine")


def _told(mask: int) -> list[int]:
    return [choice for choice in range(1, 11) if mask >> (choice - 1) & 1] or [0]


def ended(states: States) -> NDArray[np.bool_]:
    """Which battles are over, shape (n,)."""
    return np.asarray(states[:, RESULT] != RUNNING)


def winner(states: States) -> NDArray[np.int8]:
    """0 or 1 for the seat that won, -1 for none: a tie, a broken battle, or not over."""
    return np.array([-1, 0, 1, -1, -1], np.int8)[states[:, RESULT]]


def turn(states: States) -> NDArray[np.int16]:
    """The turn's number, shape (n,)."""
    return states[:, TURN]
