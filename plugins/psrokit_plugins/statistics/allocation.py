"""Which games to play next: those that can still change the mixture, or the proof that it is an equilibrium.

A deviation of seat s to policy i gains g_i = sum_j w_j U(i, j) - v, where w is what the other seats play. Its variance
is a sum over cells, sum_j w_j^2 s_ij^2 / n_ij. Only deviations that may still gain something matter: those whose upper
confidence bound is above 0. The sum of their variances is least when cell (i, j) has games in proportion to w_j s_ij
(Neyman 1934, JRSS 97:558). Cells that no such deviation depends on are decided and get none. That upper bounds choose
what to look at is the idea of ResponseGraphUCB (Rowland et al. 2019, arXiv:1909.09849).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, InputError, IntegrityError, MetaStrategy, PayoffTable, Profile
from psrokit_plugins.statistics.deviations import against_others, independent_weights, table_payoffs
from psrokit_plugins.statistics.intervals import normal_quantile

Reason = Literal["unknown", "support", "deviation"]
"""Why a cell deserves games: it has too few to be judged by; all its policies are in the mixture; it tells whether a
policy outside the mixture would gain."""

Deviations = Sequence[npt.NDArray[np.bool_]]
"""For each seat which of its policies are meant, shapes (members,)."""

FEWEST = 4
"""Samples that a cell needs before its mean and its spread mean anything."""
_IMAGINARY = 4.0
"""Observations at the ends of the scale that are added to each cell's spread: few equal results prove little."""


@dataclass(frozen=True, slots=True)
class Request:
    """So many more mirrored groups of games of one profile, and why."""

    profile: Profile
    groups: int
    reason: Reason


def next_games(
    table: PayoffTable,
    strategy: MetaStrategy | None,
    budget: int,
    *,
    level: float = 0.95,
    fewest: int = FEWEST,
    doubted: Deviations | None = None,
) -> list[Request]:
    """How to spend `budget` mirrored groups of games: requests in the order of their profiles, one per mirrored cell.

    strategy: independent mixtures that solve the table. level: confidence at which a role's deviations count as
    decided, all together. fewest: samples every cell gets first. As long as a cell has less, nothing else is asked
    for, since what deserves games depends on what those show; only then may `strategy` be None. doubted: deviations
    that are to be known better even though they are decided. No requests means that nothing is left to decide.

    Raises InputError for a negative budget or a joint mixture, IntegrityError where a strategy is needed and missing.
    """
    if budget < 0:
        raise InputError(f"a budget of {budget} games cannot be spent")
    open_cells = representatives(table) & ~table.exact
    unknown = open_cells & (table.count < fewest)
    if unknown.any():
        missing = (fewest - table.count[unknown]).astype(float)
        share = missing * min(1.0, budget / missing.sum())
        return _requests(unknown, share, np.ones(table.sizes, dtype=np.bool_), "unknown")
    if strategy is None:
        raise IntegrityError("what deserves games depends on the mixture: solve the table and pass its strategy")
    open_ones = undecided(table, strategy, level)
    worth = _worth(table, strategy, [mine | more for mine, more in zip(open_ones, doubted or open_ones, strict=True)])
    chosen = open_cells & (worth > 0)
    support = _support(table, strategy)
    return _requests(chosen, _topped_up(worth[chosen], table.count[chosen], budget), support, "support")


def undecided(table: PayoffTable, strategy: MetaStrategy, level: float) -> Deviations:
    """For each seat which deviations may gain something at confidence `level`; none where the table is decided.

    Members of a mixture are among them, since its weights never are certain. The table must have at least two samples
    in every cell that is not exact.
    """
    weights = independent_weights(strategy)
    variance = _sample_variance(table)
    error = np.divide(variance, table.count, out=np.zeros_like(variance), where=variance > 0)
    squared = {role: its_weights**2 for role, its_weights in weights.items()}
    found = []
    for seat, role in enumerate(table.seats):
        payoffs, own = table_payoffs(table, strategy, seat), weights[role]
        doubt = against_others(error[seat], table.seats, squared, seat)
        reach = normal_quantile((1 - level) / len(own)) * np.sqrt(doubt + own**2 @ doubt)
        gains = (payoffs - payoffs @ own + reach > 0) & (own < 1)
        found.append(gains | ((own > 0) & gains.any()))
    return found


def _worth(table: PayoffTable, strategy: MetaStrategy, deviations: Deviations) -> Floats:
    """In which proportion each cell should have been sampled, shape (*K); 0 where no such deviation depends on it."""
    variance = _sample_variance(table)
    worth = np.zeros(table.sizes)
    for seat, chosen in enumerate(deviations):
        worth += variance[seat] * _axis(chosen.astype(float), seat, table) * _others_squared(table, strategy, seat)
    return np.asarray(np.sqrt(worth))


def _sample_variance(table: PayoffTable) -> Floats:
    """Variance of one sample per seat and cell, shape (seats, *K), drawn towards the spread of the whole table."""
    count = np.where(table.exact, 0, table.count)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.maximum(table.squares - table.total**2 / count, 0.0)
        largest = np.sqrt(np.max(np.where(count > 0, within / count, 0.0), initial=0.0))
    scale = max(float(np.ptp(table.mean)) / 2, float(largest))
    return np.where(table.exact, 0.0, (within + _IMAGINARY * scale**2) / (count + _IMAGINARY))


def _others_squared(table: PayoffTable, strategy: MetaStrategy, seat: int) -> Floats:
    """Square of the probability with which the other seats play a cell's policies, broadcastable to (*K)."""
    product = np.ones((1,) * len(table.seats))
    for other, role in enumerate(table.seats):
        if other != seat:
            product = product * _axis(strategy.weights[role] ** 2, other, table)
    return product


def _axis(values: Floats, seat: int, table: PayoffTable) -> Floats:
    """Values per policy of a seat, laid along that seat's axis of the table."""
    return values.reshape([-1 if axis == seat else 1 for axis in range(len(table.seats))])


def _support(table: PayoffTable, strategy: MetaStrategy) -> npt.NDArray[np.bool_]:
    """Cells all of whose policies are in the mixture, shape (*K)."""
    played = np.ones(table.sizes, dtype=np.bool_)
    for seat, role in enumerate(table.seats):
        played &= _axis(strategy.weights[role], seat, table) > 0
    return played


def representatives(table: PayoffTable) -> npt.NDArray[np.bool_]:
    """One cell of each class of mirrored cells, shape (*K): indices of seats of equal role do not fall."""
    first = np.ones(table.sizes, dtype=np.bool_)
    index = np.ogrid[tuple(slice(0, size) for size in table.sizes)]
    for role in set(table.seats):
        seats = [seat for seat, its_role in enumerate(table.seats) if its_role == role]
        for one, next_one in pairwise(seats):
            first &= index[one] <= index[next_one]
    return first


def _topped_up(worth: Floats, had: npt.NDArray[np.int64], budget: int) -> Floats:
    """How many samples each cell lacks when `budget` more bring as many cells as possible to proportion with `worth`.

    Cells that already have more than their part get nothing, and the others share what that leaves (water filling).
    """
    if not len(worth):
        return np.zeros(0)
    order = np.argsort(had / worth, kind="stable")
    levels = (budget + np.cumsum(had[order])) / np.cumsum(worth[order])
    last = int(np.flatnonzero(levels >= (had / worth)[order]).max())
    return np.asarray(np.maximum(levels[last] * worth - had, 0.0))


def _requests(
    cells: npt.NDArray[np.bool_], shares: Floats, marked: npt.NDArray[np.bool_], reason: Reason
) -> list[Request]:
    """Whole groups for these cells; those not `marked` are about deviations."""
    profiles = map(tuple, np.argwhere(cells).tolist())
    return [
        Request(profile, groups, reason if marked[profile] else "deviation")
        for profile, groups in zip(profiles, _whole(shares), strict=True)
        if groups
    ]


def _whole(shares: Floats) -> list[int]:
    """Whole numbers next to `shares` with the same (rounded) sum: the largest remainders are rounded up."""
    rounded = np.floor(shares)
    left = round(float(np.sum(shares - rounded)))
    rounded[np.argsort(rounded - shares, kind="stable")[:left]] += 1
    return [int(number) for number in rounded]
