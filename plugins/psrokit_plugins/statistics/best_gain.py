"""The largest of several gains, bracketed: what is the best deviation worth, when each was tried in a few games?

The largest sample mean overstates the largest mean, and a bound that ignores how many gains were compared is none.
The lower end chooses the best deviation on one half of the samples and scores it on the other (cross-fitting). The
upper end holds for all gains at once: its width comes from a Gaussian multiplier bootstrap for the maximum
(Chernozhukov, Chetverikov and Kato 2013, Annals of Statistics 41:2786). Its coverage is tested by simulation in
tests/plugins/test_best_gain.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from psrokit.api import Floats
from psrokit_plugins.statistics.intervals import normal_quantile, smoothed, student_quantile


@dataclass(frozen=True, slots=True)
class Gains:
    """Independent samples of what each deviation of one role gains, shape (n, deviations); |gain| <= `limit`.

    A row is one deal that every deviation was tried on. There is also the deviation of staying, which gains 0.
    """

    samples: Floats
    limit: float

    @property
    def bounds(self) -> tuple[float, float]:
        """The interval in which every sample lies."""
        return -self.limit, self.limit


@dataclass(frozen=True, slots=True)
class Bracket:
    """0 <= low <= value <= high: `value` is the estimate, raised to 0."""

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the ends are."""
        return self.high - self.low


def best_gain(roles: Sequence[Gains], level: float, resamples: int, rng: np.random.Generator) -> Bracket:
    """The sum over roles of each role's best gain, at least 0, within [low, high] at confidence `level`.

    Roles must have been sampled independently of one another, at least 4 rows each. Roles without deviations add
    nothing. Half of the error probability belongs to either end.
    """
    tail = (1 - level) / 2
    tried = [gains for gains in roles if gains.samples.shape[1]]
    if not tried:
        return Bracket(0.0, 0.0, 0.0)
    value, low = _lower(tried, tail)
    high = sum(_upper(gains, tail / len(tried), resamples, rng) for gains in tried)
    return Bracket(min(max(value, low), high), min(low, high), high)


def _lower(roles: Sequence[Gains], tail: float) -> tuple[float, float]:
    """The cross-fitted estimate and its lower confidence bound, summed over roles and not below 0."""
    fits = [_cross_fit(gains, normal_quantile(tail)) for gains in roles]
    value, centre = (sum(fit[i] for fit in fits) for i in (0, 1))
    error = float(np.hypot.reduce([fit[2] for fit in fits]))
    quantile = student_quantile(tail, min(len(gains.samples) // 2 for gains in roles))
    return max(value, 0.0), max(centre - quantile * error, 0.0)


def _cross_fit(gains: Gains, z: float) -> tuple[float, float, float]:
    """Choose on one half, score on the other, exchange, average: (mean, smoothed mean, its standard error).

    The two scores depend on each other, since each half also chooses for the other one. Adding their errors holds
    however they depend; pooling them would not.
    """
    halves = gains.samples[0::2], gains.samples[1::2]
    scores = [score[:, int(np.argmax(chooser.mean(axis=0)))] for chooser, score in (halves, halves[::-1])]
    smooth = [smoothed(score, gains.bounds, z) for score in scores]
    return (
        float(np.mean([score.mean() for score in scores])),
        float(np.mean([centre for centre, _ in smooth])),
        float(np.mean([error for _, error in smooth])),
    )


def _upper(gains: Gains, tail: float, resamples: int, rng: np.random.Generator) -> float:
    """The largest upper bound of a set of upper bounds that hold together with probability 1 - tail."""
    z = max_quantile(gains.samples, tail, resamples, rng)
    centre, error = smoothed(gains.samples, gains.bounds, z)
    quantile = student_quantile(float(ndtr(-z)), len(gains.samples))
    return float(np.clip(np.max(centre + quantile * error), 0.0, gains.limit))


def max_quantile(samples: Floats, tail: float, resamples: int, rng: np.random.Generator) -> float:
    """How many standard errors no mean of a column overshoots, but for a probability of `tail`; samples (n, columns).

    Each resample draws one normal multiplier per row, so the dependence between columns is kept. Columns without
    variance say nothing here; the answer is never below the quantile of a single mean.
    """
    centred = samples - samples.mean(axis=0)
    norms = np.sqrt((centred**2).sum(axis=0))
    scaled = centred[:, norms > 0] / norms[norms > 0]
    if not scaled.shape[1]:
        return normal_quantile(tail)
    largest = (rng.standard_normal((resamples, len(samples))) @ scaled).max(axis=1)
    return max(float(np.quantile(largest, 1 - tail)), normal_quantile(tail))
