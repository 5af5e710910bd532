"""How much a mixture loses inside its own payoff table, bracketed by the games in the table, whenever one looks.

The mixture was computed from the same games, and which games were played may have depended on their results. Both are
allowed here because the bounds hold for all cells, at all times, together: then they hold for every mixture of cells,
however it was chosen. The price is width; a bracket from fresh games (the metric `restricted_exploitability`) is
tighter.
"""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, Seat, constant_sum, first_seats
from psrokit_plugins.normal_form.constant_sum import one_seat_tells_all
from psrokit_plugins.statistics.allocation import Deviations, representatives
from psrokit_plugins.statistics.best_gain import Bracket
from psrokit_plugins.statistics.confidence_sequences import mean_bounds
from psrokit_plugins.statistics.deviations import against_others, independent_weights, table_regret
from psrokit_plugins.statistics.gains_between import product_of, switch_gains

_ROUNDING = 1e-9


def table_bracket(table: PayoffTable, strategy: MetaStrategy, level: float, bounds: tuple[float, float]) -> Bracket:
    """The best gain from deviating to a member, summed over roles (one seat of each), within [low, high].

    bounds: the least and the greatest return a seat can get. `value` is the gain in the table itself, kept within the
    bracket. For a population of one size the bracket holds with probability `level` at all times together. Raises
    InputError for a joint mixture, and where the table shows returns outside `bounds`.
    """
    gains = gain_bounds(table, strategy, level, bounds)
    seats = first_seats(table.seats)
    low, high = (sum(max(float(gains[seat][end].max()), 0.0) for seat in seats) for end in (0, 1))
    plug_in = sum(table_regret(table, strategy, seat) for seat in seats)
    return Bracket(min(max(plug_in, low), high), low, high)


def widening(
    table: PayoffTable, strategy: MetaStrategy, level: float, bounds: tuple[float, float], width: float
) -> Deviations:
    """For each seat the deviations that keep the bracket wider than `width`."""
    gains = gain_bounds(table, strategy, level, bounds)
    part = width / len(first_seats(table.seats))
    return [best > max(float(worst.max()), 0.0) + part for worst, best in gains]


def gain_bounds(
    table: PayoffTable, strategy: MetaStrategy, level: float, bounds: tuple[float, float]
) -> list[tuple[Floats, Floats]]:
    """For each seat what each member gains at least and at most, a pair of shapes (members,)."""
    lower, upper = cell_bounds(table, level, bounds)
    return [_gains_between(table, strategy, seat, lower[seat], upper[seat]) for seat in range(len(table.seats))]


def cell_bounds(table: PayoffTable, level: float, bounds: tuple[float, float]) -> tuple[Floats, Floats]:
    """Lower and upper bounds of all payoffs, each (seats, *K): all hold at all times with probability `level`.

    Exact payoffs are their own bounds; those of cells without games are only known to lie within `bounds`.
    """
    _refuse_outsiders(table, bounds)
    cells = int(np.count_nonzero(representatives(table) & ~table.exact))
    statements = 2 * cells * (1 if one_seat_tells_all(table, bounds) else len(table.seats))
    lower, upper = (np.where(table.exact, table.total, bound) for bound in bounds)
    sampled = ~table.exact & (table.count > 0)
    count = np.broadcast_to(table.count, table.total.shape)[:, sampled]
    evidence = np.stack([count, table.total[:, sampled], table.squares[:, sampled]], axis=-1)
    different, place = np.unique(evidence.reshape(-1, 3), axis=0, return_inverse=True)  # mirrored cells hold the same
    number, total, squares = different.T
    ends = mean_bounds(number, total, squares, bounds, (1 - level) / max(statements, 1))
    lower[:, sampled], upper[:, sampled] = (end[place.reshape(count.shape)] for end in ends)
    return lower, upper


def _gains_between(
    table: PayoffTable, strategy: MetaStrategy, seat: Seat, lower: Floats, upper: Floats
) -> tuple[Floats, Floats]:
    weights = independent_weights(strategy)
    worst, best = switch_gains(product_of(table.seats, weights), lower, upper, seat)
    total = constant_sum(table)
    if total is None or len(set(table.seats)) > 1:
        return worst, best
    least, most = (against_others(side, table.seats, weights, seat) for side in (lower, upper))
    share = total / len(table.seats)
    return np.maximum(worst, least - share), np.minimum(best, most - share)


def _refuse_outsiders(table: PayoffTable, bounds: tuple[float, float]) -> None:
    """Returns outside the bounds show in the means, or in squares that no sample within the bounds can have."""
    low, high = bounds
    slack = _ROUNDING * (high - low)
    mean, known = table.mean, table.known
    outside = (mean < low - slack) | (mean > high + slack)
    # Samples x in [low, high] have (x - low)(high - x) >= 0.
    product = (low + high) * table.total - table.squares - low * high * table.count
    outside |= (product < -_ROUNDING * (high - low) ** 2 * np.maximum(table.count, 1)) & ~table.exact
    if np.any(outside & known):
        seat, *cell = (int(i) for i in np.argwhere(outside & known)[0])
        raise InputError(
            f"the games of cell {tuple(cell)} returned something outside [{low:g}, {high:g}] to seat {seat}",
            remedy="Give the least and the greatest return of the game as `returns`.",
        )
