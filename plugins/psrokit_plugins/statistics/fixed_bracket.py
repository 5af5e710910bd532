"""How much a mixture loses inside its own payoff table, where the number of games was fixed before they were played.

A payoff within [low, high] is a share of that range; of n samples, the shares add up to x points. Clopper and Pearson's
interval (1934, Biometrika 26:404) for x of n holds for samples of 0 and 1, and is used for samples between them as
well, which vary less; tests/plugins/test_fixed_bracket.py shows by simulation that it covers there too. Bonferroni's
inequality makes the intervals of all cells hold together, so they hold for every mixture, also for one that was
computed from the same games. They are narrower than those that hold at all times (`table_bracket`), and wrong for a
table whose games were stopped or steered by their results.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainccinv, betaincinv

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable
from psrokit_plugins.statistics.allocation import representatives
from psrokit_plugins.statistics.best_gain import Bracket
from psrokit_plugins.statistics.deviations import against_others
from psrokit_plugins.statistics.resampling import constant_sum


def fixed_bracket(table: PayoffTable, strategy: MetaStrategy, level: float, bounds: tuple[float, float]) -> Bracket:
    """The best gain from deviating to a member, summed over roles, within [low, high]; `value` is `low`.

    bounds: the least and the greatest return. Raises InputError unless the table is that of two players with a constant
    sum: then nobody needs to know what the mixture earns against itself.
    """
    total = constant_sum(table)
    if total is None:
        raise InputError("this needs a table of two players with a constant sum")
    alike = table.seats[0] == table.seats[1]
    seats, share = ([0], total / 2) if alike else ([0, 1], total)
    ends = [
        max(sum(_best(side, table, strategy, seat) for seat in seats) - share, 0.0)
        for side in fixed_bounds(table, level, bounds)
    ]
    return Bracket(ends[0], ends[0], ends[1])


def fixed_bounds(table: PayoffTable, level: float, bounds: tuple[float, float]) -> tuple[Floats, Floats]:
    """Lower and upper bounds of all payoffs, each (seats, *K), that hold together with probability `level`.

    Exact payoffs are their own bounds, those of cells without games only known to lie within `bounds`.
    """
    low, high = bounds
    sampled = ~table.exact & (table.count > 0)
    cells = int(np.count_nonzero(representatives(table) & sampled))
    seats = 1 if constant_sum(table) is not None else len(table.seats)
    tail = (1 - level) / max(2 * cells * seats, 1)
    spread, n = high - low or 1.0, np.broadcast_to(table.count, table.total.shape)
    points = np.clip(n * (np.where(sampled, table.mean, low) - low) / spread, 0.0, n)
    with np.errstate(invalid="ignore"):
        least = np.nan_to_num(betaincinv(points, n - points + 1, tail), nan=0.0)
        most = np.nan_to_num(betainccinv(points + 1, n - points, tail), nan=1.0)
    lower = np.where(table.exact, table.total, np.where(sampled, low + spread * least, low))
    upper = np.where(table.exact, table.total, np.where(sampled, low + spread * most, high))
    return lower, upper


def _best(payoffs: Floats, table: PayoffTable, strategy: MetaStrategy, seat: int) -> float:
    return float(against_others(payoffs[seat], table.seats, strategy.weights, seat).max())
