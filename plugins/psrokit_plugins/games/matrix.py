"""The game `matrix`: everybody chooses once, at the same time, and a table says what each gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from psrokit.api import Action, Floats, InputError, Observation, Policy, Role, Seat, game
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.payoff_tensors import check_roles, nested_numbers, payoff_tensor, read_csv
from psrokit_plugins.exact.states import InformationStates, Ints
from psrokit_plugins.policies.pure import Pure

KEY = "start"
"""The key of a matrix game's only information state."""


@game("matrix")
@dataclass(frozen=True)
class Matrix:
    """A game in normal form. Actions are 0, 1, ...

    payoffs: either one matrix, a list of rows: what the row player gets and the column player loses. Or a list of one
    table per player, each nested as deep as there are players: `payoffs[p][i][j]` is what player p gets when the
    first plays i and the second j.
    csv: instead, a file with one such matrix, a line per row, numbers separated by commas.
    seats: the players' roles; `row` and `column` by default, `player_0`, `player_1`, ... if there are more than two.
    Players of the same role, as in `[player, player]`, share one population; exchanging them must then exchange their
    payoffs and nothing else.

    Raises InputError that names the cell for anything that is no table of finite numbers or contradicts the roles.
    """

    payoffs: Sequence[Any] = ()
    csv: Path | None = None
    seats: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        if (self.csv is None) == (len(self.payoffs) == 0):
            raise InputError("the game 'matrix' needs either `payoffs` or `csv`", remedy="Write one of the two.")
        if self.csv is None:
            object.__setattr__(self, "payoffs", nested_numbers(self.payoffs, "payoffs"))
        players = len(self._table)
        roles = ("row", "column") if players == 2 else tuple(f"player_{seat}" for seat in range(players))
        object.__setattr__(self, "seats", tuple(self.seats) or roles)
        check_roles(self._table, self.seats)

    @property
    def utility_sum(self) -> float | None:
        """The sum of all players' payoffs, if it is the same in every cell."""
        sums = self._table.sum(axis=0)
        return float(sums.flat[0]) if np.ptp(sums) <= 1e-12 * np.abs(self._table).max() else None

    def deal(self, seed: int) -> MatrixEpisode:  # noqa: ARG002 # nothing here is random
        """A play of the game."""
        return MatrixEpisode(self._table, self._pending)

    def exact(self) -> SequenceForm:
        """The same table, with one information state per player."""
        return self._form

    def questions(self, seat: Seat) -> Mapping[str, tuple[Observation, ...]]:
        """The only question there is."""
        return {KEY: (self._pending[seat],)}

    def strategy(self, seat: Seat, choices: Ints) -> Policy:  # noqa: ARG002 # rows and columns alike are numbers
        """A `pure` policy."""
        return Pure(int(choices[0]))

    @cached_property
    def _table(self) -> Floats:
        """Shape (players, *actions)."""
        if self.csv is None:
            return payoff_tensor(self.payoffs, "payoffs")
        return payoff_tensor(nested_numbers(read_csv(self.csv), self.csv.name), self.csv.name)

    @cached_property
    def _pending(self) -> Mapping[Seat, Observation]:
        sizes = self._table.shape[1:]
        return {seat: Observation(MatrixView(seat), tuple(range(size))) for seat, size in enumerate(sizes)}

    @cached_property
    def _form(self) -> SequenceForm:
        players, *sizes = self._table.shape
        states = tuple(_only_state(size) for size in sizes)
        sequences = 1 + np.indices(sizes).reshape(players, -1).T
        payoffs = self._table.reshape(players, -1).T
        return SequenceForm("matrix", states, sequences, payoffs, self.utility_sum, float(np.abs(payoffs).max()))


@dataclass(frozen=True, slots=True)
class MatrixView:
    """What a player knows: which one it is. There is one information state, so `key` is always the same text."""

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
        payoffs: Floats = self._table[(slice(None), *self._cell)]
        return payoffs


def _only_state(actions: int) -> InformationStates:
    legal = (tuple(range(actions)),)
    return InformationStates((KEY,), legal, np.array([0]), np.array([1]), ((0, 1),), frozenset([KEY]))
