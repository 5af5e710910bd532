"""Glicko-2: ratings with deviations, updated period by period (Glickman 2013, "Example of the Glicko-2 system").

A table does not say in which order games were played. They are dealt evenly over the periods, so that each period holds
the same fraction of every pair's games and the order cannot matter; policies do not change, and later periods see
opponents whose strength is known better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.special import expit

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.statistics.head_to_head import HeadToHead

START, START_DEVIATION, START_VOLATILITY = 1500.0, 350.0, 0.06
SCALE = 173.7178
"""Glicko-2's rating points per unit of its inner scale."""
_MOST_GAMES, _MOST_PERIODS = 100, 50
"""Games of a player in a period, and periods that are made for that: tests/plugins/test_ratings.py holds it to them."""
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


def rating_periods(evidence: HeadToHead, least: int) -> int:
    """Into how many periods the games are divided: at least so many, more where somebody has too many games for them.

    A period is one step of Newton's method from the beliefs before it, made for 10 or 15 games a player. After hundreds
    of games between players who hardly ever lose to one another it overshoots, and the next one further.
    """
    return max(least, min(ceil(_most_games(evidence) / _MOST_GAMES), _MOST_PERIODS))


def glicko2(evidence: HeadToHead, periods: int, tau: float) -> Glicko:
    """Ratings after all periods, whose number is as `rating_periods` says. tau: how readily volatility changes.

    Beyond 100 games a player in each of 50 periods all games count in proportion less.
    """
    n, part = len(evidence.games), min(1 / periods, _MOST_GAMES / max(_most_games(evidence), 1.0))
    ratings = Glicko(np.full(n, START), np.full(n, START_DEVIATION), np.full(n, START_VOLATILITY))
    for _ in range(periods):
        ratings = after_period(ratings, evidence.games * part, evidence.score * part, tau)
    return ratings


def _most_games(evidence: HeadToHead) -> float:
    """Of one player."""
    return float(evidence.games.sum(axis=1).max(initial=0.0))


def after_period(before: Glicko, games: Floats, score: Floats, tau: float) -> Glicko:
    """Ratings after one rating period; games, score: (N, N), those of the row against the column, fractions allowed.

    Who did not play keeps the rating and becomes less certain.
    """
    mu, phi, sigma = (before.rating - START) / SCALE, before.deviation / SCALE, before.volatility
    played = games.sum(axis=1) > 0
    weight = 1 / np.sqrt(1 + 3 * phi**2 / np.pi**2)
    expected = expit(weight * (mu[:, np.newaxis] - mu))
    information = (games * weight**2 * expected * (1 - expected)).sum(axis=1)
    surprise = (weight * (score - games * expected)).sum(axis=1)
    variance = 1 / np.where(played, information, 1.0)
    volatility = np.where(played, _volatility(sigma, variance * surprise, variance, phi, tau), sigma)
    wider = phi**2 + volatility**2
    after = np.where(played, 1 / np.sqrt(1 / wider + 1 / variance), np.sqrt(wider))
    rating = START + SCALE * (mu + np.where(played, after**2 * surprise, 0.0))
    return Glicko(rating, np.minimum(after * SCALE, START_DEVIATION), volatility)


def _volatility(old: Floats, change: Floats, variance: Floats, phi: Floats, tau: float) -> Floats:
    """Step 5 of Glickman's example: for each player the root of f by the Illinois algorithm; shapes (N,)."""
    start, known = np.log(old**2), phi**2 + variance

    def f(x: Floats) -> Floats:
        spread = known + np.exp(x)
        return np.asarray(np.exp(x) * (change**2 - spread) / (2 * spread**2) - (x - start) / tau**2)

    low, high = start, _other_end(f, start, change**2 - known, tau)
    f_low, f_high = f(low), f(high)
    for _ in range(_STEPS):
        going = np.abs(high - low) > _PRECISION
        if not going.any():
            return np.asarray(np.exp(low / 2))
        between = np.where(going, f_high - f_low, 1.0)
        middle = np.where(going, low + (low - high) * f_low / between, high)
        f_middle = f(middle)
        beyond = f_middle * f_high <= 0
        low = np.where(going & beyond, high, low)
        f_low = np.where(going, np.where(beyond, f_high, f_low / 2), f_low)
        high, f_high = middle, f_middle
    raise IntegrityError(f"Glicko-2's volatility was not found in {_STEPS} steps")


def _other_end(f: Callable[[Floats], Floats], start: Floats, excess: Floats, tau: float) -> Floats:
    """Where f is on the other side of 0 than at its start."""
    end = np.where(excess > 0, np.log(np.where(excess > 0, excess, 1.0)), start - tau)
    for _ in range(_STEPS):
        short = (excess <= 0) & (f(end) < 0)
        if not short.any():
            return end
        end = np.where(short, end - tau, end)
    raise IntegrityError(f"no bounds of Glicko-2's volatility were found in {_STEPS} steps")
