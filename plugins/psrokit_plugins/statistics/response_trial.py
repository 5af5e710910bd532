"""What a response gains over the mixture it answers, on fresh games."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from psrokit.api import Estimate, Floats, IntegrityError, Pairing, Policy, Task, versus
from psrokit_plugins.statistics.deviations import FEWEST, fair_share, independent_weights, over_mixture
from psrokit_plugins.statistics.intervals import mean_interval


def response_gain(task: Task, policy: Policy, pairs: int, level: float) -> Estimate:
    """The gain of `policy` over the mixture of the task, from so many mirrored groups of games of purpose "gate".

    Raises what `gains_over_mixture` raises.
    """
    gains = gains_over_mixture(task, policy, task.pairings(pairs, "gate"), "gate")
    limit = float(np.abs(gains).max()) or 1.0
    interval = mean_interval(gains, (-limit, limit), level)
    return Estimate(
        value=interval.value,
        low=interval.low,
        high=interval.high,
        level=level,
        kind="gain",
        bound="estimate",
        convention=f"return against the mixture of iteration {task.iteration - 1}, less what that mixture earns",
        units="return",
        n=len(gains),
        method="fresh mirrored games; Student interval with Agresti-Coull observations",
    )


def gains_over_mixture(task: Task, policy: Policy, pairings: Sequence[Pairing], purpose: str) -> Floats:
    """What a policy returns more than the mixture in each mirrored group without failures, shape (groups,).

    What the mixture itself earns is known where alike seats share a constant sum, otherwise its members play the same
    deals against the same opponents. Raises IntegrityError if fewer than 4 groups remain, InputError if the mixture is
    correlated.
    """
    weights = independent_weights(task.strategy)[task.role]
    share = fair_share(task.game)
    stayers = np.flatnonzero(weights) if share is None else np.zeros(0, dtype=np.intp)
    members = [task.population[task.role][index].policy for index in stayers]
    returns = versus(task.venue, task.game.seats, [policy, *members], pairings, purpose).T
    complete: Floats = returns[~np.isnan(returns).any(axis=1)]
    if len(complete) < FEWEST:
        raise IntegrityError(
            f"failed games left {len(complete)} of {len(pairings)} groups to judge a response by, "
            f"at least {FEWEST} are needed"
        )
    if share is not None:
        return np.asarray(complete[:, 0] - share)
    return over_mixture(complete[:, :1], complete[:, 1:], weights[stayers])[:, 0]
