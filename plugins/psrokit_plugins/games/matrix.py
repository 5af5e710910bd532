"""The game `matrix`: everybody chooses once, at the same time, and a table says what each gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np

from psrokit.api import Action, Floats, InputError, Observation, Policy, Role, Seat, game
from psrokit_plugins.exact.draft import Draft
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import Ints
from psrokit_plugins.policies.pure import Pure

KEY = "start"
"""The key of a matrix game's only information state."""


@game("matrix")
@dataclass(frozen=True)
class Matrix:
    """A game in normal form.

    payoffs: either one matrix (a list of rows): what the row player gets, and the column player loses. Or a list of
    one table per player, nested as deep as there are players: `payoffs[p][i][j]` is what player p gets when the first
    plays i and the second j.
    csv: instead, a file with one such matrix, a line per row, numbers separated by commas. It is read once, when the
    game is built; a relative path starts from the working directory.
    seats: the players' roles; `row` and `column` by default, `player_0`, `player_1`, ... if there are more than two.
    Give the same role to interchangeable players, `[player, player]`, and they share one population. Then exchanging
    them must exchange the payoffs.

    Actions are 0, 1, ... Raises InputError that names the cell for anything that is no table of finite numbers.
    """

    payoffs: Sequence[Any] = ()
    csv: str | None = None
    seats: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        if (self.csv is None) == (len(self.payoffs) == 0):
            raise InputError("a 'matrix' game needs either `payoffs` or `csv`", remedy="Write one of the two.")
        given = self.payoffs if self.csv is None else _read(Path(self.csv))
        object.__setattr__(self, "payoffs", _frozen(given, "payoffs" if self.csv is None else self.csv))
        object.__setattr__(self, "csv", None)  # from here on the payoffs themselves are what the game is
        players = self._table.shape[0]
        roles = ("row", "column") if players == 2 else tuple(f"player_{seat}" for seat in range(players))
        object.__setattr__(self, "seats", tuple(self.seats) or roles)
        _check_seats(self._table, self.seats)

    @property
    def utility_sum(self) -> float | None:
        """The sum of all players' payoffs, if it is the same in every cell."""
        sums = self._table.sum(axis=0)
        return float(sums.flat[0]) if np.ptp(sums) <= 1e-12 * np.abs(self._table).max() else None

    def deal(self, seed: int) -> MatrixEpisode:  # noqa: ARG002 # nothing here is random
        """A play of the game."""
        return MatrixEpisode(self._table, self._pending)

    def exact(self) -> SequenceForm:
        """The same table: one information state per player."""
        return self._form

    def strategy(self, seat: Seat, choices: Ints) -> Policy:  # noqa: ARG002 # a row is an action, and so is a column
        """A `pure` policy."""
        return Pure(int(choices[0]))

    @cached_property
    def _table(self) -> Floats:
        """Shape (players, *actions)."""
        table = np.array(self.payoffs, dtype=float)
        return np.stack([table, -table]) if table.ndim == 2 else table

    @cached_property
    def _pending(self) -> Mapping[Seat, Observation]:
        sizes = self._table.shape[1:]
        return {seat: Observation(MatrixView(seat), tuple(range(size))) for seat, size in enumerate(sizes)}

    @cached_property
    def _form(self) -> SequenceForm:
        sizes = self._table.shape[1:]
        draft = Draft("this matrix game", len(sizes))
        first = [draft.enter(seat, KEY, 0, range(size)) for seat, size in enumerate(sizes)]
        for cell in np.ndindex(*sizes):
            draft.leaf([at + action for at, action in zip(first, cell, strict=True)], 1.0, self._table[(slice(None), *cell)].tolist())
        return draft.finish(self.utility_sum)


@dataclass(frozen=True, slots=True)
class MatrixView:
    """What a player knows: which one it is. `key` is the same text always, as there is one information state."""

    player: Seat
    key: str = KEY


class MatrixEpisode:
    """One play: all players choose, then it is over."""

    def __init__(self, table: Floats, pending: Mapping[Seat, Observation]) -> None:
        self._table = table
        self._pending = pending
        self._cell: tuple[Action, ...] = ()

    def pending(self) -> Mapping[Seat, Observation]:
        """Everybody, until they have chosen."""
        return {} if self._cell else self._pending

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        """All players choose."""
        self._cell = tuple(actions[seat] for seat in range(len(self._pending)))

    def returns(self) -> Floats:
        """The cell's payoffs."""
        return self._table[(slice(None), *self._cell)]


def _read(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the payoffs: {error}", place=str(path)) from error
    rows = [line.split(",") for line in text.splitlines() if line.strip()]
    if not rows:
        raise InputError("the file holds no payoffs", place=str(path))
    return rows


def _frozen(node: Any, name: str) -> tuple[Any, ...]:
    """Nested tuples of floats, all of one shape: a matrix, or a table per player. Raises InputError naming the cell."""
    tree = _numbers(node, name)
    shape = _shape(tree, name)
    if len(shape) < 2:
        raise InputError(f"{name} is one list of numbers", remedy="Write a list of rows: [[0, 1], [-1, 0]].")
    players = len(shape) - 1
    if len(shape) > 2 and shape[0] != players:
        raise InputError(
            f"{name} holds {shape[0]} tables for {players} players",
            remedy=f"Write one table per player, each nested {shape[0]} deep.",
        )
    return tree


def _numbers(node: Any, name: str) -> Any:
    """Lists as tuples and finite numbers as floats, at any depth."""
    if isinstance(node, list | tuple):
        if not node:
            raise InputError(f"{name} is empty")
        return tuple(_numbers(item, f"{name}[{place}]") for place, item in enumerate(node))
    try:
        number = float("none" if isinstance(node, bool) else node)
    except (TypeError, ValueError):
        raise InputError(f"{name} is {node!r}, which is no number") from None
    if not np.isfinite(number):
        raise InputError(f"{name} is {number}; payoffs must be finite")
    return number


def _shape(tree: Any, name: str) -> tuple[int, ...]:
    """The sizes at each depth. Raises InputError naming the first part that differs from its neighbours."""
    if not isinstance(tree, tuple):
        return ()
    first = _shape(tree[0], f"{name}[0]")
    for place, item in enumerate(tree):
        shape = _shape(item, f"{name}[{place}]")
        if shape != first:
            raise InputError(f"{name}[{place}] has {_said(shape)}, but {name}[0] has {_said(first)}")
    return (len(tree), *first)


def _said(shape: tuple[int, ...]) -> str:
    return f"the shape {' x '.join(map(str, shape))}" if shape else "no list, just a number"


def _check_seats(table: Floats, seats: tuple[Role, ...]) -> None:
    """Equal roles must be interchangeable: moving players among such seats moves their payoffs with them."""
    if len(seats) != table.shape[0]:
        raise InputError(f"{len(seats)} seats for {table.shape[0]} players")
    for order in permutations(range(len(seats))):
        if any(seats[to] != seats[seat] for seat, to in enumerate(order)):
            continue
        axes = (0, *(1 + to for to in order))
        exchanged = table[list(order)].transpose(axes)
        if exchanged.shape != table.shape:
            raise InputError(f"the seats {list(seats)} have equal roles but not the same number of actions")
        if not np.array_equal(exchanged, table):
            seat, *cell = (int(place) for place in np.argwhere(exchanged != table)[0])
            mirror = [cell[order.index(axis)] for axis in range(len(cell))]
            raise InputError(
                f"player {seat} gets {table[(seat, *cell)]:g} in cell {cell}, but player {order[seat]} gets "
                f"{exchanged[(seat, *cell)]:g} in the mirrored cell {mirror}; equal roles {list(seats)} must get the same",
                remedy="Correct the payoffs, or give the players different roles.",
            )
