"""What deviations gain where payoffs are only known to lie between bounds.

A gain is a sum of payoffs, some counted positively, some negatively; its least and its greatest value come from putting
each payoff at the bound that its sign asks for. Whatever mixture the gains are about: bounds of payoffs that hold all
together make bounds of gains that hold all together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from psrokit.api import Floats, Role, Seat, first_seats
from psrokit_plugins.statistics.deviations import against_others


def switch_gains(joint: Floats, lower: Floats, upper: Floats, seat: Seat) -> tuple[Floats, Floats]:
    """What `seat` gains at least and at most by always playing one policy instead of what `joint` says, (K,) each.

    joint: (*K); lower, upper: bounds of the seat's payoffs, (*K).
    """
    played, least, most = (_by_policy(values, seat) for values in (joint, lower, upper))
    others = played.sum(axis=0)
    own_least, own_most = (played * least).sum(axis=1), (played * most).sum(axis=1)
    return (
        least @ others - own_least - (own_most.sum() - own_most),
        most @ others - own_most - (own_least.sum() - own_least),
    )


def told_gains(joint: Floats, lower: Floats, upper: Floats, seat: Seat) -> tuple[Floats, Floats]:
    """What `seat` gains at least and at most by playing the second policy whenever `joint` says the first, (K, K)."""
    played, least, most = (_by_policy(values, seat) for values in (joint, lower, upper))
    worst = played @ least.T - (played * most).sum(axis=1)[:, np.newaxis]
    best = played @ most.T - (played * least).sum(axis=1)[:, np.newaxis]
    np.fill_diagonal(worst, 0.0)
    np.fill_diagonal(best, 0.0)
    return worst, best


def ce_gap(joint: Floats, lower: Floats, upper: Floats) -> tuple[float, float]:
    """What all seats together gain at least and at most by disobeying what `joint` tells them; bounds (seats, *K)."""
    each = [told_gains(joint, low, high, seat) for seat, (low, high) in enumerate(zip(lower, upper, strict=True))]
    low, high = (sum(float(np.maximum(gain[end].max(axis=1), 0).sum()) for gain in each) for end in (0, 1))
    return low, high


def cce_gap(joint: Floats, lower: Floats, upper: Floats) -> tuple[float, float]:
    """What all seats together gain at least and at most by not listening to `joint`; bounds (seats, *K)."""
    each = [switch_gains(joint, low, high, seat) for seat, (low, high) in enumerate(zip(lower, upper, strict=True))]
    low, high = (sum(max(float(gain[end].max()), 0.0) for gain in each) for end in (0, 1))
    return low, high


def product_of(seats: Sequence[Role], weights: Mapping[Role, Floats]) -> Floats:
    """The joint distribution of independent mixtures, shape (*K)."""
    joint = np.ones(())
    for role in seats:
        joint = np.multiply.outer(joint, weights[role])
    return np.asarray(joint)


def regret_bounds(
    seats: Sequence[Role], weights: Mapping[Role, Floats], lower: Floats, upper: Floats, total: float | None
) -> tuple[float, float]:
    """The best gains of one seat of each role from independent mixtures, summed, at least and at most.

    lower, upper: (seats, *K). total: what the payoffs of two seats sum to everywhere, or None. Where it is known
    nobody needs to know what the mixtures earn against each other.
    """
    first = first_seats(seats)
    if total is not None:
        share = total / 2 if len(first) == 1 else total
        least, most = (
            max(sum(float(against_others(end[seat], seats, weights, seat).max()) for seat in first) - share, 0.0)
            for end in (lower, upper)
        )
        return least, most
    each = [role_regret_bounds(seats, weights, lower, upper, seat) for seat in first]
    return sum(low for low, _ in each), sum(high for _, high in each)


def role_regret_bounds(
    seats: Sequence[Role], weights: Mapping[Role, Floats], lower: Floats, upper: Floats, seat: Seat
) -> tuple[float, float]:
    """The best gain of one seat, at least and at most, never below 0."""
    least, most = switch_gains(product_of(seats, weights), lower[seat], upper[seat], seat)
    return max(float(least.max()), 0.0), max(float(most.max()), 0.0)


def _by_policy(values: Floats, seat: Seat) -> Floats:
    """Values per profile, (*K), as a row per policy of `seat` and a column per profile of the others."""
    return np.moveaxis(values, seat, 0).reshape(values.shape[seat], -1)
