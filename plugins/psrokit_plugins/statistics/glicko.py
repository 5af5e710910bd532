"""Glicko-2: ratings with deviations, updated period by period (Glickman 2013, "Example of the Glicko-2 system").

A table does not say in which order games were played. They are dealt evenly over the periods, so that each period holds
the same fraction of every pair's games and the order cannot matter; policies do not change, and later periods see
opponents whose strength is known better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.statistics.head_to_head import HeadToHead

START, START_DEVIATION, START_VOLATILITY = 1500.0, 350.0, 0.06
SCALE = 173.7178
"""Glicko-2's rating points per unit of its inner scale."""
_PRECISION = 1e-9
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Glicko:
    """rating, deviation: (N,), in rating points. volatility: (N,)."""

    rating: Floats
    deviation: Floats
    volatility: Floats

    @property
    def expected_share(self) -> Floats:
        """GXE: the share of games won against a random opponent of the ladder, in percent, as Showdown shows it.

        The opponent's rating is taken to be 1500 with Glicko's starting deviation.
        """
        spread = 3 * np.log(10) ** 2 * self.deviation**2 + 2500 * (64 * np.pi**2 + 147 * np.log(10) ** 2)
        return np.asarray(100 / (1 + 10 ** ((START - self.rating) * np.pi / np.sqrt(spread))))


def glicko2(evidence: HeadToHead, periods: int, tau: float) -> Glicko:
    """Ratings after all periods. tau: how readily volatility changes, 0.3 to 1.2."""
    n = len(evidence.games)
    ratings = Glicko(np.full(n, START), np.full(n, START_DEVIATION), np.full(n, START_VOLATILITY))
    for _ in range(periods):
        ratings = after_period(ratings, evidence.games / periods, evidence.score / periods, tau)
    return ratings


def after_period(before: Glicko, games: Floats, score: Floats, tau: float) -> Glicko:
    """Ratings after one rating period; games, score: (N, N), those of the row against the column, fractions allowed.

    Who did not play keeps the rating and becomes less certain.
    """
    mu, phi, sigma = (before.rating - START) / SCALE, before.deviation / SCALE, before.volatility
    played = games.sum(axis=1) > 0
    weight = 1 / np.sqrt(1 + 3 * phi**2 / np.pi**2)
    expected = 1 / (1 + np.exp(-weight * (mu[:, np.newaxis] - mu)))
    information = (games * weight**2 * expected * (1 - expected)).sum(axis=1)
    surprise = (weight * (score - games * expected)).sum(axis=1)
    variance = 1 / np.where(played, information, 1.0)
    changed = [_volatility(*each, tau) for each in zip(sigma, variance * surprise, variance, phi, strict=True)]
    volatility = np.where(played, changed, sigma)
    wider = phi**2 + volatility**2
    after = np.where(played, 1 / np.sqrt(1 / wider + 1 / variance), np.sqrt(wider))
    rating = START + SCALE * (mu + np.where(played, after**2 * surprise, 0.0))
    return Glicko(rating, np.minimum(after * SCALE, START_DEVIATION), volatility)


def _volatility(old: float, change: float, variance: float, phi: float, tau: float) -> float:
    """Step 5 of Glickman's example: the root of f by the Illinois algorithm."""
    start = np.log(old**2)

    def f(x: float) -> float:
        spread = phi**2 + variance + np.exp(x)
        return float(np.exp(x) * (change**2 - spread) / (2 * spread**2) - (x - start) / tau**2)

    low = start
    if change**2 > phi**2 + variance:
        high = float(np.log(change**2 - phi**2 - variance))
    else:
        high = next(start - k * tau for k in range(1, _STEPS) if f(start - k * tau) >= 0)
    f_low, f_high = f(low), f(high)
    for _ in range(_STEPS):
        if abs(high - low) <= _PRECISION:
            return float(np.exp(low / 2))
        middle = low + (low - high) * f_low / (f_high - f_low)
        f_middle = f(middle)
        if f_middle * f_high <= 0:
            low, f_low = high, f_high
        else:
            f_low /= 2
        high, f_high = middle, f_middle
    raise IntegrityError(f"Glicko-2's volatility was not found in {_STEPS} steps")
