"""The one resampling that all analyzers share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from psrokit.api import Floats, PayoffTable, Question, seat_exchanges
from psrokit_plugins.statistics.resampling import constant_sum, resampled_means
from psrokit_plugins.tables.payoffs import table_of_payoffs

IGNORANCE = "a pair without games has, in each resample, any payoff that games can have, all equally likely"
"""What stands beside numbers from `complete_draws` of a table with holes."""


def shared_draws(question: Question) -> Floats:
    """Means of resampled tables, shape (resamples, seats, *K), the same for every analyzer; NaN in holes."""
    return resampled_means(question.table, question.resamples, question.rng("resampling"))


def complete_draws(question: Question) -> Floats:
    """The same with missing payoffs drawn uniformly from the whole range of returns: ignorance, not evidence."""
    draws, table = shared_draws(question), question.table
    if table.known.all():
        return draws
    low, high = returns(table)
    total, rng = constant_sum(table), question.rng("holes")
    for hole in table.holes():
        values = rng.uniform(low, high, (len(draws), len(table.seats)))
        if total is not None and len(table.seats) == 2:
            values[:, 1] = total - values[:, 0]
        for order in seat_exchanges(table.seats):
            cell: tuple[slice | int, ...] = (slice(None), slice(None), *(hole[seat] for seat in order))
            draws[cell] = values[:, list(order)]
    return draws


def returns(table: PayoffTable) -> tuple[float, float]:
    """The lowest and the highest return: -1 and 1, further apart where means beyond them show that games are not won
    and lost. The latter is what the table shows, not what the game allows.
    """
    known = table.mean[:, table.known]
    return float(known.min(initial=-1.0)), float(known.max(initial=1.0))


def exact_tables(table: PayoffTable, draws: Floats) -> Iterator[PayoffTable]:
    """Complete draws as tables of exact payoffs."""
    return (table_of_payoffs(table.seats, means) for means in draws)


def counted_tables(table: PayoffTable, draws: Floats) -> Iterator[PayoffTable]:
    """Draws as tables with the counts of the original, for methods that weigh evidence; holes stay holes.

    Samples keep their spread around the new means.
    """
    times = np.where(table.exact, 1, table.count)
    spread = table.squares - table.total**2 / np.maximum(table.count, 1)
    for means in draws:
        total = np.where(table.known, np.nan_to_num(means) * times, 0.0)
        squares = np.where(table.exact, table.squares, spread + total**2 / np.maximum(table.count, 1))
        yield replace(table, total=total, squares=squares)
