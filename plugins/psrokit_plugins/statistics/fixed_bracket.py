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

from psrokit.api import Floats, MetaStrategy, PayoffTable, return_bounds
from psrokit_plugins.normal_form.constant_sum import two_player_sum
from psrokit_plugins.statistics.allocation import representatives
from psrokit_plugins.statistics.best_gain import Bracket
from psrokit_plugins.statistics.deviations import independent_weights
from psrokit_plugins.statistics.even_chances import clopper_pearson
from psrokit_plugins.statistics.gains_between import regret_bounds

METHOD = "simultaneous Clopper-Pearson bounds of all cells"


def fixed_bracket(table: PayoffTable, strategy: MetaStrategy, level: float) -> Bracket:
    """The best gain from deviating to a member, summed over roles (one seat of each); `value` is `low`.

    Returns are taken to lie within `return_bounds`. Raises InputError for a joint mixture.
    """
    weights = independent_weights(strategy)
    low, high = regret_bounds(table.seats, weights, *fixed_bounds(table, level), two_player_sum(table))
    return Bracket(low, low, high)


def fixed_bounds(table: PayoffTable, level: float) -> tuple[Floats, Floats]:
    """Lower and upper bounds of all payoffs, each (seats, *K), that hold together with probability `level`.

    Exact payoffs are their own bounds, those of cells without games only known to lie within `return_bounds`.
    """
    low, high = (end.reshape(-1, *[1] * len(table.seats)) for end in return_bounds(table))
    sampled = ~table.exact & (table.count > 0)
    cells = int(np.count_nonzero(representatives(table) & sampled))
    seats = len(table.seats) if two_player_sum(table) is None else 1  # of two with a constant sum one tells all
    tail = (1 - level) / max(2 * cells * seats, 1)
    spread, n = np.where(high > low, high - low, 1.0), np.broadcast_to(table.count.astype(float), table.total.shape)
    points = np.clip(n * (np.where(sampled, table.mean, low) - low) / spread, 0.0, n)
    least, most = clopper_pearson(points, n, tail)
    lower = np.where(table.exact, table.total, np.where(sampled, low + spread * least, low))
    upper = np.where(table.exact, table.total, np.where(sampled, low + spread * most, high))
    return lower, upper
