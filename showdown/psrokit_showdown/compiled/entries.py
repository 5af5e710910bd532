"""Whole battles between compiled players in one call, and their choices for one tick.

The engine's own entries are called through their addresses, so that neither is compiled anew when the other changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numba import types
from numpy.typing import NDArray

from psrokit_showdown.compiled.dice import Dice, draw
from psrokit_showdown.compiled.scripted import scripted
from psrokit_showdown.compiled.simple import greedy_damage, max_power, random_of, type_switcher
from psrokit_showdown.engine.batch import entries
from psrokit_showdown.engine.compiling import entry, source_digest
from psrokit_showdown.engine.kernel import Row, States, kernel
from psrokit_showdown.engine.layout import P1, P2, RESULT, RUNNING
from psrokit_showdown.engine.rows import row_at

RANDOM, MAX_POWER, TYPE_SWITCHER, GREEDY_DAMAGE, SCRIPTED = range(1, 6)
"""Codes of the compiled players; 0 is nobody: such a seat chooses elsewhere."""
LONGEST = 4096
"""More ticks than a battle can have: it is a tie at the latest in turn 1000."""
SEAT_BITS = 4
_ROWS = types.Array(types.int16, 2, "C")
_MASKS = types.Array(types.uint16, 2, "C")


class Table(NamedTuple):
    """Who sits where, for each battle and seat.

    players: codes, int8 (n, 2). dice: uint64 (2n, DIE_WORDS), that of seat s of battle i is 2i + s. memory: int8 (2n,).
    dials: float64 (k, DIALS), the scripted players' styles; style: int64 (n, 2), rows of it.
    """

    players: NDArray[np.int8]
    dice: Dice
    memory: NDArray[np.int8]
    dials: NDArray[np.float64]
    style: NDArray[np.int64]


class Scratch(NamedTuple):
    """Where players work things out, a row each: int64 (1, WORK_WORDS) and float64 (1, NOW_WORDS)."""

    work: NDArray[np.int64]
    now: NDArray[np.float64]


class _Address(types.WrapperAddressProtocol):
    """A compiled entry of the engine, passed by its address."""

    def __init__(self, entry: Any, signature: Any) -> None:
        entry.compile(signature)
        self._entry = entry
        self._signature = signature

    def __wrapper_address__(self) -> int:
        result = self._entry.get_compile_result(self._signature)
        address: int = result.library.get_pointer_to_function(result.fndesc.llvm_cfunc_wrapper_name)
        return address

    def signature(self) -> Any:
        """Its type."""
        return self._signature


@kernel
def choose(row: Row, p: int, mask: int, table: Table, i: int, seat: int, scratch: Scratch) -> int:
    """What the compiled player in a seat of battle i does; 0 where it is not asked."""
    if mask == 0:
        return 0
    player, actor = table.players[i, seat], 2 * i + seat
    if player == RANDOM:
        return random_of(row_at(table.dice, actor), mask)
    if player == MAX_POWER:
        return max_power(row, p, mask, row_at(table.dice, actor))
    if player == TYPE_SWITCHER:
        return type_switcher(row, p, mask, table.memory, actor)
    work = row_at(scratch.work, 0)
    if player == GREEDY_DAMAGE:
        return greedy_damage(row, p, mask, work)
    if player == SCRIPTED:
        dials = row_at(table.dials, table.style[i, seat])
        return scripted(row, p, mask, work, row_at(scratch.now, 0), dials, row_at(table.dice, actor))
    return 0


def _play_entry(version: int) -> Any:
    def play(
        tick: Callable[..., None],
        states: States,
        masks: NDArray[np.uint16],
        table: Table,
        scratch: Scratch,
        log: NDArray[np.uint8],
        ends: NDArray[np.int64],
        first: int,
        last: int,
    ) -> int:
        """Play rows [first, last) to their ends; the ticks' choices of row i are log[ends[i - 1]:ends[i]].

        Returns the first row that is not played, because the log has no room for it.
        """
        position = 0
        for i in range(first, last if version else first):
            row = row_at(states, i)
            if position + LONGEST > len(log):
                return i
            while row[RESULT] == RUNNING:
                one = choose(row, P1, masks[i, 0], table, i, 0, scratch)
                two = choose(row, P2, masks[i, 1], table, i, 1, scratch)
                log[position] = one | (two << SEAT_BITS)
                position += 1
                tick(states, masks, i, one, two)
            ends[i] = position
        return last

    return entry(play)


def _decide_entry(version: int) -> Any:
    def decide(
        states: States, masks: NDArray[np.uint16], table: Table, scratch: Scratch, choices: NDArray[np.int8]
    ) -> None:
        """The choices of every compiled player that is asked; all others stay as they are."""
        for i in range(len(states) if version else 0):
            for seat in range(2):
                if masks[i, seat] and table.players[i, seat]:
                    p = P2 if seat else P1
                    choices[i, seat] = choose(row_at(states, i), p, masks[i, seat], table, i, seat, scratch)

    return entry(decide)


def _draw_entry(version: int) -> Any:
    def draws(dice: Dice, actors: NDArray[np.int64], numbers: NDArray[np.float64]) -> None:
        """The next number of each actor's generator."""
        for i in range(len(actors) if version else 0):
            numbers[i] = draw(row_at(dice, actors[i]))

    return entry(draws)


class Players(NamedTuple):
    """The compiled entries, and the engine's tick for `play`."""

    play: Callable[..., int]
    decide: Callable[..., None]
    draws: Callable[..., None]
    tick: Any


def players_digest() -> int:
    """A number that changes with any source file from which the players are compiled (see `source_digest`)."""
    return source_digest("compiled", "scoring", "mechanics", others=("weights.py", "matchup.py"))


@cache
def players() -> Players:
    """The entries, each compiled, or loaded from the cache, at its first call; the engine's tick now."""
    version = players_digest()
    tick = _Address(entries().tick, types.void(_ROWS, _MASKS, types.int64, types.int64, types.int64))
    return Players(_play_entry(version), _decide_entry(version), _draw_entry(version), tick)
