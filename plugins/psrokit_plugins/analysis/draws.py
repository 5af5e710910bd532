"""The one resampling that all analyzers share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from psrokit.api import Floats, PayoffTable, Question
from psrokit_plugins.once import once
from psrokit_plugins.statistics.completions import Incomplete
from psrokit_plugins.statistics.resampled_tables import resampled_tables
from psrokit_plugins.statistics.resampling import Resampled, resampled
from psrokit_plugins.tables.payoffs import table_of_payoffs

IGNORANCE = "a pair without games has, in each resample, any payoff that games can have, all equally likely"
"""What stands beside numbers from `complete_draws` of a table with holes."""


def shared_draws(question: Question) -> Floats:
    """Means of resampled tables, shape (resamples, seats, *K), the same for every analyzer; NaN in holes."""
    return _shared(question).means


@once
def complete_draws(question: Question) -> Floats:
    """The same with missing payoffs drawn uniformly from the whole range of returns: ignorance, not evidence."""
    draws, table = shared_draws(question), question.table
    if table.known.all():
        return draws
    whole = Incomplete.of(table)
    filled = whole.filled(draws, question.rng("holes").random((len(draws), len(whole.holes), len(table.seats))))
    filled.flags.writeable = False
    return filled


def exact_tables(table: PayoffTable, draws: Floats) -> Iterator[PayoffTable]:
    """Complete draws as tables of exact payoffs."""
    return (table_of_payoffs(table.seats, means) for means in draws)


def counted_tables(question: Question, most: int) -> Iterator[PayoffTable]:
    """The first of the same resampled tables with their games, for methods that weigh evidence; holes stay holes."""
    return islice(resampled_tables(question.table, _shared(question)), most)


@once
def _shared(question: Question) -> Resampled:
    drawn = resampled(question.table, question.resamples, question.rng("resampling"))
    drawn.means.flags.writeable = drawn.ties.flags.writeable = False
    return drawn
