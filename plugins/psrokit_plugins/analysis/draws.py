"""The one resampling that all analyzers share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from psrokit.api import Floats, PayoffTable, Question
from psrokit_plugins.analysis.once import once
from psrokit_plugins.statistics.completions import Incomplete
from psrokit_plugins.statistics.resampled_tables import resampled_tables
from psrokit_plugins.statistics.resampling import resampled, resampled_means
from psrokit_plugins.tables.payoffs import table_of_payoffs

_ROUNDING = 1e-9
IGNORANCE = "a pair without games has, in each resample, any payoff that games can have, all equally likely"
"""What stands beside numbers from `complete_draws` of a table with holes."""


@once
def shared_draws(question: Question) -> Floats:
    """Means of resampled tables, shape (resamples, seats, *K), the same for every analyzer; NaN in holes."""
    draws = resampled_means(question.table, question.resamples, question.rng("resampling"))
    draws.flags.writeable = False
    return draws


@once
def complete_draws(question: Question) -> Floats:
    """The same with missing payoffs drawn uniformly from the whole range of returns: ignorance, not evidence."""
    draws, table = shared_draws(question), question.table
    if table.known.all():
        return draws
    whole = Incomplete.of(table, returns(table))
    filled = whole.filled(draws, question.rng("holes").random((len(draws), len(whole.holes), len(table.seats))))
    filled.flags.writeable = False
    return filled


def returns(table: PayoffTable) -> tuple[float, float]:
    """The lowest and the highest return: -1 and 1, further apart where the evidence shows that games are not won and
    lost. The latter is what the table shows, not what the game allows.
    """
    mean, known = table.mean, table.known
    low, high = float(mean[:, known].min(initial=-1.0)), float(mean[:, known].max(initial=1.0))
    count = np.maximum(table.count, 1)
    variance = np.where(known & ~table.exact, np.maximum(table.squares / count - np.nan_to_num(mean) ** 2, 0.0), 0.0)
    # Samples within bounds vary by no more than (high - mean)(mean - low).
    within = variance <= (high - np.nan_to_num(mean)) * (np.nan_to_num(mean) - low) + _ROUNDING * (high - low) ** 2
    if within[:, known].all():
        return low, high
    deviation = np.sqrt(variance)[:, known]
    return float((mean[:, known] - deviation).min()), float((mean[:, known] + deviation).max())


def exact_tables(table: PayoffTable, draws: Floats) -> Iterator[PayoffTable]:
    """Complete draws as tables of exact payoffs."""
    return (table_of_payoffs(table.seats, means) for means in draws)


def counted_tables(question: Question, most: int) -> Iterator[PayoffTable]:
    """The first of the same resampled tables with their games, for methods that weigh evidence; holes stay holes."""
    drawn = resampled(question.table, question.resamples, question.rng("resampling"))
    return islice(resampled_tables(question.table, drawn), most)
