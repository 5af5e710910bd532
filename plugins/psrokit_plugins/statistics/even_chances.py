"""What few samples say about a mean: an interval with guaranteed coverage, and the test of even chances.

Samples return +1, 0 or -1; their mean as a share is (1 + mean) / 2: the win rate, an even sample counting one half.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betainccinv, betaincinv

from psrokit.api import Floats
from psrokit_plugins.statistics.samples import Samples

_FOR_TIES = 0.1
"""The part of the error that pays for not knowing how many samples are even."""


def clopper_pearson(points: Floats | float, n: Floats | float, tail: float) -> tuple[Floats, Floats]:
    """Bounds of a share of which `points` of `n` were seen (Clopper and Pearson 1934, Biometrika 26:404).

    Elementwise; each is wrong with a probability of at most `tail`. 0 and 1 where n is 0. Points and n may be no whole
    numbers: the beta quantiles interpolate.
    """
    points, n = np.asarray(points, dtype=float), np.asarray(n, dtype=float)
    low = np.where(points > 0, betaincinv(np.maximum(points, 1e-300), n - points + 1, tail), 0.0)
    high = np.where(points < n, betainccinv(points + 1, np.maximum(n - points, 1e-300), tail), 1.0)
    return low, high


def share_interval(samples: Samples, level: float) -> tuple[Floats, Floats]:
    """The interval at `level` for the mean of each cell as a share, each shape (K_0, K_1); [0, 1] without samples.

    Without even samples it is Clopper and Pearson's at level + (1 - level) / 10. Even samples vary less, so the same n
    says more: as much as n (1 - d^2) / (v - d^2) decided ones, d the mean and v the mean square (the effective sample
    size of Korn and Graubard 1998, Survey Methodology 24:193). v is taken as large as it may be with an error of
    (1 - level) / 10, so that the error of both together is 1 - level; tests/plugins/test_even_chances.py enumerates
    all outcomes of up to 60 samples to see that no true value is missed more often.
    """
    n = np.maximum(samples.count, 1.0)
    decided = samples.better + samples.worse
    spared = (1 - level) * _FOR_TIES
    most = clopper_pearson(decided, n, spared)[1]
    square = ((samples.better - samples.worse) / n) ** 2
    size = np.where(most < 1, n * (1 - square) / np.maximum(most - square, 1e-300), n)
    points = size * (1 + (samples.better - samples.worse) / n) / 2
    low, high = clopper_pearson(points, size, (1 - level - spared) / 2)
    return np.where(samples.count > 0, low, 0.0), np.where(samples.count > 0, high, 1.0)


def even_chances(samples: Samples) -> Floats:
    """The two-sided p-value of as many better samples as worse ones, shape (K_0, K_1); 1 where none was decided.

    The sign test: even samples say nothing, of the others each is better with a chance of one half. Exact for samples
    of three values; where counts are no whole numbers, the beta function interpolates the binomial tail.
    """
    fewer, more = (end(samples.better, samples.worse) for end in (np.minimum, np.maximum))
    return np.where(more > 0, np.minimum(2 * betainc(np.maximum(more, 1e-300), fewer + 1, 0.5), 1.0), 1.0)


def corrected(p_values: Floats) -> Floats:
    """p-values of several tests, corrected for their number (Holm 1979, Scand. J. Statist. 6:65), shape (tests,).

    All tests at or below a are rightly rejected, with probability 1 - a.
    """
    order = np.argsort(p_values, kind="stable")
    stepped = np.minimum(p_values[order] * np.arange(len(p_values), 0, -1), 1.0)
    answer = np.empty_like(stepped)
    answer[order] = np.maximum.accumulate(stepped)
    return answer
