"""Between what a match can return: what a table states, else what it shows. All that needs to know asks here."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import numpy.typing as npt

from psrokit.errors import InputError
from psrokit.game import Floats
from psrokit.meta import constant_sum
from psrokit.payoff import PayoffTable

Returns = tuple[float, float]
"""The least and the greatest return that a seat can get in one match."""
USUAL: Returns = (-1.0, 1.0)
"""Lost and won, by the most common convention."""
_ROUNDING = 1e-9


def return_bounds(table: PayoffTable) -> tuple[Floats, Floats]:
    """The least and the greatest return of each seat, shape (seats,) each.

    What the table states. If it states nothing, -1 and 1 where no evidence contradicts that, else what each seat was
    seen to get: some sample of a cell lies at least one standard deviation below its mean, and some above. That is what
    the table shows, not what the game allows. Two seats with a constant sum win what the other loses, so each is taken
    to lose as much as the other was seen to lose; and none can win what the other cannot lose.
    """
    seats, total = len(table.seats), constant_sum(table) if len(table.seats) == 2 else None
    if table.returns is None and _outside(table, USUAL).any():
        low, high = _seen(table)
        if total is not None:
            reach = max(total / 2 - low.min(), high.max() - total / 2)
            return np.full(seats, total / 2 - reach), np.full(seats, total / 2 + reach)
        return low, high
    low, high = (np.full(seats, float(end)) for end in table.returns or USUAL)
    if total is not None:
        return np.maximum(low, total - high), np.minimum(high, total - low)
    return low, high


def stating(table: PayoffTable, returns: Returns) -> PayoffTable:
    """The table with the statement that returns lie in this range. Raises InputError where it knows better."""
    low, high = returns
    if not -inf < low < high < inf:
        raise InputError(f"returns from {low:g} to {high:g} are no range", remedy="Give the least and the greatest.")
    if table.win_loss and returns != USUAL:
        raise InputError(f"games that are won, tied and lost return -1 to 1, not {low:g} to {high:g}")
    refuse_outsiders(table, returns)
    return replace(table, returns=(float(low), float(high)))


def refuse_outsiders(table: PayoffTable, returns: Returns) -> None:
    """Raise InputError, naming the first cell, where the evidence shows a return outside the range."""
    outside = _outside(table, returns)
    if outside.any():
        seat, *place = (int(i) for i in np.argwhere(outside)[0])
        cell, (low, high) = tuple(place), returns
        raise InputError(
            f"the games of cell {cell} returned something outside [{low:g}, {high:g}] to seat {seat}",
            remedy="Give the least and the greatest return of the game: `returns`, or `psrokit analyze --returns`.",
            cells=[cell],
        )


def _outside(table: PayoffTable, returns: Returns) -> npt.NDArray[np.bool_]:
    """Where returns outside the range show, shape (seats, *K): in means, or in squares that none inside could have."""
    low, high = returns
    slack = _ROUNDING * (high - low)
    mean = table.mean
    # Samples x in [low, high] have (x - low)(high - x) >= 0.
    product = (low + high) * table.total - table.squares - low * high * table.count
    varied = (product < -_ROUNDING * (high - low) ** 2 * np.maximum(table.count, 1)) & ~table.exact
    return np.asarray(((mean < low - slack) | (mean > high + slack) | varied) & table.known)


def _seen(table: PayoffTable) -> tuple[Floats, Floats]:
    """The least and the greatest payoff of each seat, shape (seats,), samples one standard deviation further out."""
    mean, known = table.mean[:, table.known], table.known
    variance = table.squares[:, known] / np.maximum(table.count[known], 1) - mean**2
    deviation = np.where(table.exact[known], 0.0, np.sqrt(np.maximum(variance, 0.0)))
    return (mean - deviation).min(axis=1), (mean + deviation).max(axis=1)
