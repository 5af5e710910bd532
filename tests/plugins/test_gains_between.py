"""Gains between bounds of payoffs: the least and the greatest that any payoffs between them make, by trying corners."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tables import ALIKE, DISTINCT

from psrokit.api import Floats
from psrokit_plugins.statistics.gains_between import product_of, regret_bounds, switch_gains, told_gains


def bounded(seed: int) -> tuple[Floats, Floats, Floats]:
    """A joint distribution of 2 x 3 policies, and bounds of one seat's payoffs of which one is known."""
    rng = np.random.default_rng(seed)
    joint = rng.dirichlet(np.ones(6)).reshape(2, 3)
    lower = rng.normal(size=(2, 3))
    upper = lower + rng.exponential(size=(2, 3))
    upper[0, 0] = lower[0, 0]
    return joint, lower, upper


def corners(lower: Floats, upper: Floats) -> Floats:
    """All tables that hold one of its bounds in each cell: what is linear in payoffs is least and greatest there."""
    return np.array([np.where(np.reshape(at, lower.shape), upper, lower) for at in product((0, 1), repeat=lower.size)])


@pytest.mark.parametrize("seat", [0, 1])
@pytest.mark.parametrize("seed", range(5))
def test_bounds_of_gains_are_reached_and_never_passed(seed: int, seat: int) -> None:
    joint, lower, upper = bounded(seed)
    played, *payoffs = (np.moveaxis(each, seat, 0) for each in (joint, *corners(lower, upper)))
    switch = [payoff @ played.sum(axis=0) - (payoff * played).sum() for payoff in payoffs]
    told = [played @ payoff.T - (played * payoff).sum(axis=1)[:, np.newaxis] for payoff in payoffs]
    for found, tried in ((switch_gains, switch), (told_gains, told)):
        least, most = found(joint, lower, upper, seat)
        np.testing.assert_allclose(least, np.min(tried, axis=0), atol=1e-12)
        np.testing.assert_allclose(most, np.max(tried, axis=0), atol=1e-12)


@pytest.mark.parametrize("total", [0.0, 1.0])
def test_regrets_of_constant_sums_are_those_of_the_payoffs(total: float) -> None:
    rng = np.random.default_rng(0)
    skew = rng.normal(size=(3, 3))
    for seats, first in ((ALIKE, skew - skew.T + total / 2), (DISTINCT, skew)):
        payoffs = np.stack([first, total - first])
        weights = {role: rng.dirichlet(np.ones(3)) for role in dict.fromkeys(seats)}
        joint = product_of(seats, weights)
        gains = [float(switch_gains(joint, payoffs[seat], payoffs[seat], seat)[0].max()) for seat in (0, 1)]
        wanted = gains[0] if seats == ALIKE else sum(gains)
        assert regret_bounds(seats, weights, payoffs, payoffs, total) == pytest.approx((wanted, wanted))
        assert regret_bounds(seats, weights, payoffs, payoffs, None) == pytest.approx((wanted, wanted))
