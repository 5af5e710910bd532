"""Symmetric zero-sum tables as antisymmetric matrices: what the decompositions of a game take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, InputError, IntegrityError, PayoffTable

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Pairs:
    """payoff: (K, K), antisymmetric, what the row earns over an equal share; 0 where unknown and on the diagonal.

    variance: of the estimated payoff, (K, K), 0 where it is exact, unbiased otherwise; NaN below two samples.
    known: (K, K), False on the diagonal. count: samples per pair.
    """

    payoff: Floats
    variance: Floats
    known: npt.NDArray[np.bool_]
    count: npt.NDArray[np.int64]


def symmetric_pairs(table: PayoffTable) -> Pairs:
    """The pairs of a table whose two seats are alike and share a constant sum.

    Raises InputError for any other table: a game in which the seats differ must be played in both roles first, and
    IntegrityError naming the cell for a payoff that is no number.
    """
    if len(table.seats) != 2 or table.seats[0] != table.seats[1]:
        raise InputError(
            f"this needs a symmetric game of two players; the seats here are {', '.join(table.seats)}",
            remedy="Let every policy play in both roles and enter the mean of the two as one payoff.",
        )
    known = table.known & ~np.eye(table.sizes[0], dtype=np.bool_)
    means = np.where(known, table.mean, 0.0)
    if not np.isfinite(means).all():
        cell = tuple(int(i) for i in np.argwhere(~np.isfinite(means).all(axis=0))[0])
        raise IntegrityError(f"the payoff of cell {cell} is no finite number")
    sums = (means[0] + means[1])[known]
    if len(sums) and np.ptp(sums) > _ROUNDING * max(1.0, float(np.abs(means).max())):
        raise InputError("this needs payoffs of a constant sum: what one policy gains the other loses")
    with np.errstate(invalid="ignore"):
        variance = np.where(known, np.where(np.isfinite(table.stderr[0]), table.stderr[0] ** 2, np.nan), 0.0)
    return Pairs((means[0] - means[1]) / 2, variance, known, np.where(known, table.count, 0))
