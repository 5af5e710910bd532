"""Two-player constant-sum games: what is checked before a method for them begins."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats, InputError, Role, payoff_rounding

OTHERS = "Any table is taken by cce, regret_matching, uniform and others: `psrokit plugins list`."


def constant_sum(seats: tuple[Role, ...], means: Floats, solver: str) -> float:
    """What the payoffs of the two seats sum to in every cell, up to rounding; means: (2, n, m).

    Raises InputError in the name of `solver` for another number of seats and for other sums, naming the cell.
    """
    if len(seats) != 2:
        raise InputError(f"{solver} solves tables of two players, this one has {len(seats)} seats", remedy=OTHERS)
    sums = means[0] + means[1]
    first = float(sums.flat[0])
    cell = tuple(int(i) for i in np.unravel_index(np.argmax(np.abs(sums - first)), sums.shape))
    if not abs(float(sums[cell]) - first) <= payoff_rounding(means[0]) + payoff_rounding(means[1]):
        raise InputError(
            f"{solver} solves constant-sum tables: the payoffs of cell {cell} sum to {sums[cell]:.12g}, "
            f"those of cell (0, 0) to {first:.12g}",
            remedy=OTHERS,
        )
    return first
