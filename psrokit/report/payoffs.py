"""What policies earn, read off the payoff tables of a run: each number an estimate that says what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from psrokit.estimate import Estimate
from psrokit.game import Floats, Role, Seat
from psrokit.meta import constant_sum
from psrokit.payoff import Ints, PayoffTable
from psrokit.report.intervals import evidence, weighted
from psrokit.store.rows import StoredState

Reach = tuple[float, float] | None
"""The lowest and the highest return of any payoff match, None where none was played."""


@dataclass(frozen=True, slots=True)
class Record:
    """Payoff matches of some cells, counted for one seat. lost: another seat had the strictly highest return."""

    games: int
    won: int
    tied: int
    lost: int
    failed: int


def member_payoffs(table: PayoffTable, reach: Reach, mixture: StoredState, role: Role) -> list[Estimate]:
    """What each member earns at the first seat of its role against a state's mixture in the other seats.

    table: the table to read, which may know more members than the mixture.
    """
    seat = table.seats.index(role)
    cells, odds = evidence(table, seat, reach), chances(mixture, (seat,))
    convention = f"payoff of one seat of role '{role}' against the mixture of iteration {mixture.iteration}"
    sizes = mixture.table.sizes
    return [weighted(cells.at(_index(sizes, {seat: index})), odds, convention) for index in range(table.sizes[seat])]


def mixture_payoff(table: PayoffTable, reach: Reach, mixture: StoredState, role: Role) -> Estimate:
    """What a mixture earns against itself at the first seat of a role."""
    convention = (
        f"payoff of one seat of role '{role}' when every seat plays the mixture of iteration {mixture.iteration}"
    )
    share = fair_share(table)
    if share is not None:
        method = "alike seats share a constant sum equally"
        return Estimate.exact(share, kind="payoff", convention=convention, units="return", method=method)
    cells = evidence(table, table.seats.index(role), reach)
    return weighted(cells.at(_index(mixture.table.sizes, {})), chances(mixture, ()), convention)


def pair_payoffs(
    state: StoredState, reach: Reach, pair: tuple[Seat, Seat], rows: Sequence[int], columns: Sequence[int]
) -> list[list[Estimate]]:
    """What the first seat of a pair earns with each row member against each column member at the second.

    All further seats play the state's mixture.
    """
    table = state.table
    cells, odds = evidence(table, pair[0], reach), chances(state, pair)
    others = " while the other seats play the mixture" if len(table.seats) > 2 else ""
    convention = f"payoff of the row's seat{others}"
    return [
        [
            weighted(cells.at(_index(table.sizes, dict(zip(pair, (row, column), strict=True)))), odds, convention)
            for column in columns
        ]
        for row in rows
    ]


def match_record(table: PayoffTable, origin: Ints, seat: Seat, fixed: Mapping[Seat, int]) -> Record:
    """The payoff matches in which these seats held these members, counted for `seat`.

    origin: the table's `origins`; cells of equal origin count once.
    """
    inside = _index(table.sizes, fixed)
    _, chosen = np.unique(origin[inside].ravel(), return_index=True)
    games, won, tied, failed = (
        int(array[inside].ravel()[chosen].sum())
        for array in (table.games, table.wins[seat], table.ties, table.failures)
    )
    return Record(games, won, tied, games - won - tied, failed)


def chances(state: StoredState, fixed: tuple[Seat, ...]) -> Floats:
    """The probability of each profile of the seats that are not fixed, one axis a seat."""
    strategy = state.strategy
    if strategy.joint is not None:
        return np.asarray(strategy.joint.sum(axis=fixed))
    free = [strategy.weights[role] for seat, role in enumerate(state.table.seats) if seat not in fixed]
    return np.asarray(reduce(np.multiply.outer, free, np.array(1.0)))


def fair_share(table: PayoffTable) -> float | None:
    """What each seat earns when all play alike, where symmetry tells: alike seats and a constant sum."""
    total = constant_sum(table)
    return total / len(table.seats) if total is not None and len(set(table.seats)) == 1 else None


def _index(sizes: Sequence[int], fixed: Mapping[Seat, int]) -> tuple[int | slice, ...]:
    """Selects the cells where some seats hold these members, the others any of the first `sizes`."""
    return tuple(fixed.get(seat, slice(size)) for seat, size in enumerate(sizes))
