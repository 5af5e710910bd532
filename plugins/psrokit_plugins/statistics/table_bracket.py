"""How much a mixture loses inside its own payoff table, bracketed by the games in the table, whenever one looks.

The mixture was computed from the same games, and which games were played may have depended on their results. Both are
allowed here because the bounds hold for all cells, at all times, together: then they hold for every mixture of cells,
however it was chosen. The price is width; a bracket from fresh games (the metric `restricted_exploitability`) is
tighter.
"""

from __future__ import annotations

import numpy as np

from psrokit.api import (
    Floats,
    MetaStrategy,
    PayoffTable,
    Seat,
    constant_sum,
    first_seats,
    refuse_outsiders,
    return_bounds,
)
from psrokit_plugins.normal_form.constant_sum import two_player_sum
from psrokit_plugins.statistics.allocation import Deviations, representatives
from psrokit_plugins.statistics.best_gain import Bracket
from psrokit_plugins.statistics.confidence_sequences import mean_bounds
from psrokit_plugins.statistics.deviations import against_others, independent_weights, table_regret
from psrokit_plugins.statistics.gains_between import product_of, switch_gains


def table_bracket(table: PayoffTable, strategy: MetaStrategy, level: float) -> Bracket:
    """The best gain from deviating to a member, summed over roles (one seat of each), within [low, high].

    `value` is the gain in the table itself, kept within the bracket. For a population of one size the bracket holds
    with probability `level` at all times together, where returns lie within `return_bounds`. Raises InputError for a
    joint mixture, and where the table shows returns outside the range that it states.
    """
    gains = gain_bounds(table, strategy, level)
    seats = first_seats(table.seats)
    low, high = (sum(max(float(gains[seat][end].max()), 0.0) for seat in seats) for end in (0, 1))
    plug_in = sum(table_regret(table, strategy, seat) for seat in seats)
    return Bracket(min(max(plug_in, low), high), low, high)


def widening(table: PayoffTable, strategy: MetaStrategy, level: float, width: float) -> Deviations:
    """For each seat the deviations that keep the bracket wider than `width`."""
    gains = gain_bounds(table, strategy, level)
    part = width / len(first_seats(table.seats))
    return [best > max(float(worst.max()), 0.0) + part for worst, best in gains]


def gain_bounds(table: PayoffTable, strategy: MetaStrategy, level: float) -> list[tuple[Floats, Floats]]:
    """For each seat what each member gains at least and at most, a pair of shapes (members,)."""
    lower, upper = cell_bounds(table, level)
    return [_gains_between(table, strategy, seat, lower[seat], upper[seat]) for seat in range(len(table.seats))]


def cell_bounds(table: PayoffTable, level: float) -> tuple[Floats, Floats]:
    """Lower and upper bounds of all payoffs, each (seats, *K): all hold at all times with probability `level`.

    Exact payoffs are their own bounds; those of cells without games are only known to lie within `return_bounds`.
    """
    if table.returns is not None:
        refuse_outsiders(table, table.returns)
    cells = int(np.count_nonzero(representatives(table) & ~table.exact))
    statements = 2 * cells * (len(table.seats) if two_player_sum(table) is None else 1)  # one of two may tell all
    bounds = [end.reshape(-1, *[1] * len(table.seats)) for end in return_bounds(table)]
    lower, upper = (np.where(table.exact, table.total, bound) for bound in bounds)
    sampled = ~table.exact & (table.count > 0)
    known = [table.count, table.total, table.squares, *bounds]
    evidence = np.stack([np.broadcast_to(each, table.total.shape)[:, sampled] for each in known], axis=-1)
    count = evidence[..., 0]
    different, place = np.unique(evidence.reshape(-1, 5), axis=0, return_inverse=True)  # mirrored cells hold the same
    number, total, squares, low, high = different.T
    ends = mean_bounds(number, total, squares, (low, high), (1 - level) / max(statements, 1))
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
