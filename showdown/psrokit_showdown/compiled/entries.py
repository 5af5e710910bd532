"""Whole battles between compiled players in one call, and their choices for one tick.

The engine's own entries are called through their addresses, so that neither is compiled anew when the other changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

import numba
import numpy as np
from numba import types
from numpy.typing import NDArray

from psrokit_showdown.compiled.dice import Dice, draw
from psrokit_showdown.compiled.matchups import WORK_WORDS
from psrokit_showdown.compiled.scripted import NOW_WORDS, Numbers, scripted
from psrokit_showdown.compiled.simple import greedy_damage, max_power, random_of, type_switcher
from psrokit_showdown.engine.batch import entries, source_digest
from psrokit_showdown.engine.kernel import Row, States, kernel
from psrokit_showdown.engine.layout import P1, P2, RESULT, RUNNING

RANDOM, MAX_POWER, TYPE_SWITCHER, GREEDY_DAMAGE, SCRIPTED = range(1, 6)
"""Codes of the compiled players; 0 is nobody: such a seat chooses elsewhere."""
LONGEST = 4096
"""More ticks than a battle can have: it is a tie at the latest in turn 1000."""
SEAT_BITS = 4
_ROWS = types.Array(types.int16, 2, "C")
_MASKS = types.Array(types.uint16, 2, "C")
_CHOICES = types.Array(types.int8, 2, "C")


class Table(NamedTuple):
    """Who sits where, for each battle and seat.

    players: codes, int8 (n, 2). dice: uint64 (2n, DIE_WORDS), that of seat s of battle i is 2i + s. memory: int8 (2n,).
    dials: float64 (k, 31), the scripted players' styles; style: int64 (n, 2), rows of it.
    """

    players: NDArray[np.int8]
    dice: Dice
    memory: NDArray[np.int8]
    dials: NDArray[np.float64]
    style: NDArray[np.int64]


class _Entry(numba.types.WrapperAddressProtocol):
    """A compiled entry of the engine, passed by its address."""

    def __init__(self, entry: Any, signature: Any) -> None:
        self._entry = entry
        self._signature = signature

    def __wrapper_address__(self) -> int:
        result = self._entry.get_compile_result(self._entry.nopython_signatures[0])
        address: int = result.library.get_pointer_to_function(result.fndesc.llvm_cfunc_wrapper_name)
        return address

    def signature(self) -> Any:
        """Its type."""
        return self._signature


@kernel
def choose(
    row: Row, p: int, mask: int, player: int, actor: int, table: Table, style: int, work: Row, now: Numbers
) -> int:
    """What a compiled player does; 0 where it is not asked."""
    if mask == 0:
        return 0
    if player == RANDOM:
        return random_of(table.dice, actor, mask)
    if player == MAX_POWER:
        return max_power(row, p, mask, table.dice, actor)
    if player == TYPE_SWITCHER:
        return type_switcher(row, p, mask, table.memory, actor)
    if player == GREEDY_DAMAGE:
        return greedy_damage(row, p, mask, work)
    if player == SCRIPTED:
        return scripted(row, p, mask, work, now, table.dials[style], table.dice, actor)
    return 0


def _play_entry(version: int) -> Any:
    def play(
        step: Callable[..., int],
        legal: Callable[..., None],
        states: States,
        table: Table,
        log: NDArray[np.uint8],
        ends: NDArray[np.int64],
        first: int,
        last: int,
    ) -> int:
        """Play rows [first, last) to their ends; the ticks' choices of row i are log[ends[i - 1]:ends[i]].

        Returns the first row that is not played, because the log has no room for it.
        """
        masks = np.zeros((len(states), 2), np.uint16)
        choices = np.zeros((len(states), 2), np.int8)
        work = np.zeros(WORK_WORDS, np.int64)
        now = np.zeros(NOW_WORDS, np.float64)
        position = 0
        for i in range(first, last if version else first):
            row = states[i]
            if position + LONGEST > len(log):
                return i
            while row[RESULT] == RUNNING:
                legal(states, masks, i, i + 1)
                one = choose(row, P1, masks[i, 0], table.players[i, 0], 2 * i, table, table.style[i, 0], work, now)
                two = choose(row, P2, masks[i, 1], table.players[i, 1], 2 * i + 1, table, table.style[i, 1], work, now)
                choices[i, 0], choices[i, 1] = one, two
                log[position] = one | (two << SEAT_BITS)
                position += 1
                step(states, choices, i, i + 1)
            ends[i] = position
        return last

    return _compiled(play)


def _decide_entry(version: int) -> Any:
    def decide(states: States, masks: NDArray[np.uint16], table: Table, choices: NDArray[np.int8]) -> None:
        """The choices of every compiled player that is asked; all others stay as they are."""
        work = np.zeros(WORK_WORDS, np.int64)
        now = np.zeros(NOW_WORDS, np.float64)
        for i in range(len(states) if version else 0):
            for seat in range(2):
                if masks[i, seat] and table.players[i, seat]:
                    p, mask, player = (P2 if seat else P1), masks[i, seat], table.players[i, seat]
                    style = table.style[i, seat]
                    choices[i, seat] = choose(states[i], p, mask, player, 2 * i + seat, table, style, work, now)

    return _compiled(decide)


def _draw_entry(version: int) -> Any:
    def draws(dice: Dice, actors: NDArray[np.int64], numbers: NDArray[np.float64]) -> None:
        """The next number of each actor's generator."""
        for i in range(len(actors) if version else 0):
            numbers[i] = draw(dice, actors[i])

    return _compiled(draws)


def _compiled(function: Callable[..., Any]) -> Any:
    return numba.njit(nogil=True, cache=True, error_model="numpy")(function)


class Players(NamedTuple):
    """The compiled entries, and the engine's that `play` needs."""

    play: Callable[..., int]
    decide: Callable[..., None]
    draws: Callable[..., None]
    step: Any
    legal: Any


@cache
def players() -> Players:
    """The entries, compiled or loaded from the cache at their first call; the engine must be prepared before."""
    version = _digest()
    rules = entries()
    step = _Entry(rules.step, types.int64(_ROWS, _CHOICES, types.int64, types.int64))
    legal = _Entry(rules.legal, types.void(_ROWS, _MASKS, types.int64, types.int64))
    return Players(_play_entry(version), _decide_entry(version), _draw_entry(version), step, legal)


def _digest() -> int:
    """A number that changes with any source file of the rules, the players or their tables."""
    digest = sha256(source_digest().to_bytes(8, "big"))
    package = files("psrokit_showdown")
    for folder in ("compiled", "scoring", "mechanics"):
        for file in sorted((package / folder).iterdir(), key=lambda file: file.name):
            content = file.read_bytes() if file.name.endswith(".py") else b""
            if folder != "compiled" or b"engine.kernel" in content:
                digest.update(content)
    for name in ("weights.py", "matchup.py"):
        digest.update((package / name).read_bytes())
    return int.from_bytes(digest.digest()[:7], "big")
