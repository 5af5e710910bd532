"""The payoff table: sums and counts of what profiles of policies returned, never bare means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from psrokit.errors import IntegrityError
from psrokit.game import Floats, Role
from psrokit.play import rotation

Ints = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64 | np.float64]
"""Whole numbers; in a resampled table those that its payoffs stand for."""
Profile = tuple[int, ...]
"""One policy index per seat: a cell of the table."""
Group = Sequence[Sequence[float] | None]
"""Returns per seat of each match of a mirrored group, None for a failed match."""


@dataclass(frozen=True, slots=True)
class PayoffTable:
    """Evidence about every profile of policies. Shapes: (*K) per cell, (seats, *K) per cell and seat.

    count: independent samples per cell; a sample is the mean return over a mirrored group (a mirrored pair when two
    seats are alike).
    total, squares: sum and sum of squares of the samples, per seat. exact: cells whose `total` is the payoff itself.
    games, ties, failures: single matches; wins: matches in which the seat had the strictly highest return.
    win_loss: whoever made the table states that every match returns +1 for a win, -1 for a loss and 0 for a tie, so
    that an exact payoff u is the win rate (1 + u) / 2. False states nothing: games that were counted speak for
    themselves (`psrokit.win_loss`).
    returns: whoever made the table states the least and the greatest return that a seat can get in one match. None
    states nothing (`psrokit.return_bounds`).
    Cells that differ only by exchanging seats of equal role hold the same evidence, exchanged.
    """

    seats: tuple[Role, ...]
    count: Ints
    total: Floats
    squares: Floats
    exact: npt.NDArray[np.bool_]
    games: Ints
    wins: Counts
    ties: Counts
    failures: Ints
    win_loss: bool = False
    returns: tuple[float, float] | None = None

    @classmethod
    def empty(cls, seats: Sequence[Role], sizes: Sequence[int]) -> PayoffTable:
        """A table without evidence; `sizes[s]` policies at seat s."""
        cells, each = tuple(sizes), (len(seats), *sizes)
        return cls(
            seats=tuple(seats),
            count=np.zeros(cells, dtype=np.int64),
            total=np.zeros(each),
            squares=np.zeros(each),
            exact=np.zeros(cells, dtype=np.bool_),
            games=np.zeros(cells, dtype=np.int64),
            wins=np.zeros(each, dtype=np.int64),
            ties=np.zeros(cells, dtype=np.int64),
            failures=np.zeros(cells, dtype=np.int64),
        )

    @property
    def sizes(self) -> tuple[int, ...]:
        """Policies per seat, (K_0, ..., K_{n-1})."""
        return tuple(self.count.shape)

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Cells with any evidence, shape (*K)."""
        return self.exact | (self.count > 0)

    @property
    def mean(self) -> Floats:
        """Estimated payoff per seat, shape (seats, *K); NaN where nothing is known."""
        with np.errstate(invalid="ignore", divide="ignore"):
            sampled = self.total / self.count
        return np.where(self.exact, self.total, sampled)

    @property
    def stderr(self) -> Floats:
        """Standard error of `mean`, shape (seats, *K): 0 for exact cells, infinite below two samples."""
        n = self.count
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = np.maximum(self.squares - self.total**2 / n, 0.0) / (n - 1)
            error = np.where(n > 1, np.sqrt(variance / n), np.inf)
        return np.where(self.exact, 0.0, error)

    def holes(self) -> list[Profile]:
        """Profiles without evidence, one per class of mirrored cells, in order."""
        unknown = map(tuple, np.argwhere(~self.known).tolist())
        return [profile for profile in unknown if profile == min(self.mirrors(profile))]

    def profiles(self) -> Iterator[Profile]:
        """One representative per class of mirrored cells, in order."""
        for profile in product(*(range(size) for size in self.sizes)):
            if profile == min(self.mirrors(profile)):
                yield profile

    def mirrors(self, profile: Profile) -> list[Profile]:
        """The cells that hold the same evidence: `profile` under every exchange of seats of equal role."""
        return sorted({tuple(profile[s] for s in exchange) for exchange in seat_exchanges(self.seats)})

    def grown(self, sizes: Sequence[int]) -> PayoffTable:
        """The same evidence in a table for a larger population."""
        if any(new < old for new, old in zip(sizes, self.sizes, strict=True)):
            raise IntegrityError(f"a payoff table cannot shrink from {self.sizes} to {tuple(sizes)}")
        grown = replace(PayoffTable.empty(self.seats, sizes), win_loss=self.win_loss, returns=self.returns)
        old = tuple(slice(0, size) for size in self.sizes)
        for name in ("count", "exact", "games", "ties", "failures"):
            getattr(grown, name)[old] = getattr(self, name)
        for name in ("total", "squares", "wins"):
            getattr(grown, name)[(slice(None), *old)] = getattr(self, name)
        return grown

    def with_exact(self, profile: Profile, payoff: Sequence[float]) -> PayoffTable:
        """With the exact payoff of one profile (and its mirrors), one number per seat."""
        table = self.grown(self.sizes)
        for cell, exchanges in _cells(self.seats, profile):
            table.exact[cell] = True
            each: Any = (slice(None), *cell)
            table.total[each] = _exchanged(np.asarray(payoff, dtype=float), exchanges)
        return table

    def with_groups(self, groups: Iterable[tuple[Profile, Group]]) -> PayoffTable:
        """With more mirrored groups of matches, folded in the given order (so equal evidence gives equal bytes)."""
        table = self.grown(self.sizes)
        for profile, group in groups:
            _fold(table, profile, group)
        return table


def _fold(table: PayoffTable, profile: Profile, group: Group) -> None:
    """Add one group to a table that nobody else holds yet."""
    seats = table.seats
    sample = group_sample(seats, group)
    finished = [_by_position(seats, turn, got) for turn, got in enumerate(group) if got is not None]
    best = np.array([(got == got.max()) & (np.count_nonzero(got == got.max()) == 1) for got in finished])
    won = best.sum(axis=0) if finished else np.zeros(len(seats))
    for cell, exchanges in _cells(seats, profile):
        each: Any = (slice(None), *cell)
        table.games[cell] += len(finished)
        table.failures[cell] += len(group) - len(finished)
        table.ties[cell] += sum(not row.any() for row in best)
        table.wins[each] += _exchanged(won, exchanges).astype(np.int64)
        if sample is not None:
            mine = _exchanged(sample, exchanges)
            table.count[cell] += 1
            table.total[each] += mine
            table.squares[each] += mine**2


def _cells(seats: tuple[Role, ...], profile: Profile) -> list[tuple[Profile, list[tuple[int, ...]]]]:
    """Each mirror of `profile` with the exchanges of seats that lead to it."""
    cells: dict[Profile, list[tuple[int, ...]]] = {}
    for exchange in seat_exchanges(seats):
        cells.setdefault(tuple(profile[s] for s in exchange), []).append(exchange)
    return list(cells.items())


def group_sample(seats: Sequence[Role], group: Group) -> Floats | None:
    """The mean return of each position of a profile over one mirrored group, shape (seats,).

    None if any match of the group failed: half a pair is biased towards a seat.
    """
    rows = [_by_position(seats, turn, got) for turn, got in enumerate(group) if got is not None]
    return np.asarray(np.mean(rows, axis=0)) if len(rows) == len(group) else None


def _by_position(seats: Sequence[Role], turn: int, returns: Sequence[float]) -> Floats:
    """Returns per position of the profile, from returns per seat in rotation `turn`."""
    by_position = np.empty(len(seats))
    by_position[list(rotation(seats, turn))] = returns
    return by_position


def _exchanged(values: Floats, exchanges: Sequence[tuple[int, ...]]) -> Floats:
    """Values per position, moved along each exchange and averaged (two equal policies share what they got)."""
    return np.asarray(np.mean([values[list(exchange)] for exchange in exchanges], axis=0))


@cache
def seat_exchanges(seats: tuple[Role, ...]) -> list[tuple[int, ...]]:
    """All permutations of the seats that keep every role in place."""
    return [
        order
        for order in permutations(range(len(seats)))
        if all(seats[order[s]] == seats[s] for s in range(len(seats)))
    ]
