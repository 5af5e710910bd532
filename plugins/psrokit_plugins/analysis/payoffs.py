"""A table of two players with a constant sum as one matrix: what the first earns over an equal share."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats, PayoffTable, Question
from psrokit_plugins.analysis.draws import complete_draws, shared_draws
from psrokit_plugins.statistics.fixed_bracket import fixed_bounds


def advantages(means: Floats) -> Floats:
    """Means of both seats, shape (..., 2, K_0, K_1), as what the first earns over an equal share, (..., K_0, K_1)."""
    return np.asarray((means[..., 0, :, :] - means[..., 1, :, :]) / 2)


def advantage(table: PayoffTable) -> Floats:
    """The same of a table, NaN where nothing is known; 0 for a policy against itself."""
    found = advantages(table.mean)
    if table.seats[0] == table.seats[1]:
        np.fill_diagonal(found, 0.0)
    return found


def drawn_advantages(question: Question) -> Floats:
    """The same of the shared resamples, NaN in holes."""
    return advantages(shared_draws(question))


def filled_advantages(question: Question, count: int) -> Floats:
    """The same of `count` of the shared resamples, holes filled."""
    return advantages(complete_draws(question)[:count])


def bounded_advantages(question: Question) -> tuple[Floats, Floats]:
    """Lower and upper bounds that hold for all pairs together at the question's level."""
    table = question.table
    lower, upper = fixed_bounds(table, question.level)
    return (lower[0] - upper[1]) / 2, (upper[0] - lower[1]) / 2
