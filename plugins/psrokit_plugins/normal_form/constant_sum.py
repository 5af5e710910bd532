"""Two-player constant-sum games: whether a table is one, and what is checked before a method for them begins."""

from __future__ import annotations

import numpy as np

from psrokit.api import InputError, PayoffTable, constant_sum

OTHERS = "Any table is taken by cce, regret_matching, uniform and others: `psrokit plugins list`."


def two_player_sum(table: PayoffTable) -> float | None:
    """What two players' payoffs sum to in every known cell; None if it is no constant, or there are other seats."""
    return constant_sum(table) if len(table.seats) == 2 else None


def required_sum(table: PayoffTable, solver: str) -> float:
    """What the payoffs of the two seats of a complete table sum to.

    Raises InputError in the name of `solver` for another number of seats and for other sums, naming the cell.
    """
    if len(table.seats) != 2:
        raise InputError(f"{solver} solves tables of two players, this one has {len(table.seats)} seats", remedy=OTHERS)
    total = constant_sum(table)
    if total is None:
        sums = table.mean.sum(axis=0)
        first = float(sums.flat[0])
        cell = tuple(int(i) for i in np.unravel_index(np.argmax(np.abs(sums - first)), sums.shape))
        raise InputError(
            f"{solver} solves constant-sum tables: the payoffs of cell {cell} sum to {sums[cell]:.12g}, "
            f"those of cell (0, 0) to {first:.12g}",
            remedy=OTHERS,
            cells=[cell, (0, 0)],
        )
    return total
