"""Intervals for few bounded samples: they cover what they say, and equal samples leave them a width."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from psrokit.api import Floats
from psrokit_plugins.statistics.intervals import mean_interval

PAIR_MEANS = np.array([-1.0, -0.5, 0.0, 0.5, 1.0])
DISTRIBUTIONS = {
    "even": [0.2, 0.1, 0.4, 0.1, 0.2],
    "sixty": [0.1, 0.1, 0.35, 0.15, 0.3],
    "eighty": [0.04, 0.02, 0.3, 0.04, 0.6],
    "winning": [0.02, 0.03, 0.1, 0.15, 0.7],
    "nearly always winning": [0.0, 0.0, 0.03, 0.04, 0.93],
    "nearly always split": [0.02, 0.03, 0.9, 0.03, 0.02],
    "split but for rare sweeps": [0.0, 0.0, 0.96, 0.0, 0.04],
}


@pytest.mark.parametrize("n", [30, 60, 100])
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_coverage_for_mirrored_pairs(name: str, n: int) -> None:
    chances = np.array(DISTRIBUTIONS[name])
    rng = np.random.default_rng(n)
    draws = rng.choice(PAIR_MEANS, p=chances, size=(500, n))
    intervals = [mean_interval(samples, (-1.0, 1.0), 0.95) for samples in draws]
    covered = np.mean([each.low <= PAIR_MEANS @ chances <= each.high for each in intervals])
    assert covered >= 0.95 - 0.02  # 0.02 is twice the standard error of 500 trials


def coverage_of_coins(n: int, level: float) -> Floats:
    """Exact coverage for samples that are 0 or 1, over a grid of chances (the hardest, most lattice-like case)."""
    samples = [np.repeat([1.0, 0.0], [wins, n - wins]) for wins in range(n + 1)]
    intervals = [mean_interval(each, (0.0, 1.0), level) for each in samples]
    low, high = (np.array([getattr(each, end) for each in intervals]) for end in ("low", "high"))
    chances = np.linspace(0.001, 0.999, 999)
    weights = stats.binom.pmf(np.arange(n + 1), n, chances[:, np.newaxis])
    held = (low <= chances[:, np.newaxis]) & (chances[:, np.newaxis] <= high)
    return np.asarray((weights * held).sum(axis=1))


@pytest.mark.parametrize("n", [30, 60, 100])
@pytest.mark.parametrize(("level", "worst"), [(0.9, 0.85), (0.95, 0.93), (0.99, 0.98)])
def test_exact_coverage_for_coins(n: int, level: float, worst: float) -> None:
    coverage = coverage_of_coins(n, level)
    assert coverage.mean() >= level
    assert coverage.min() >= worst  # no interval for coins avoids dips without being far too wide elsewhere


@pytest.mark.parametrize("value", [-1.0, 0.0, 1.0])
@pytest.mark.parametrize("n", [2, 30, 100])
def test_equal_samples_keep_a_width_that_shrinks_with_their_number(value: float, n: int) -> None:
    interval = mean_interval(np.full(n, value), (-1.0, 1.0), 0.95)
    assert -1 <= interval.low <= interval.value == value <= interval.high <= 1
    # all n equal excludes a chance of more than 1 - 0.05^(1/n) of anything else ("rule of three"), 1 or 2 away
    assert interval.high - interval.low >= 1 - 0.05 ** (1 / n)
    assert interval.high - interval.low <= 12 / n


def test_many_samples_give_the_textbook_interval() -> None:
    samples = np.random.default_rng(0).normal(0.1, 0.3, 5_000).clip(-1, 1)
    interval = mean_interval(samples, (-1.0, 1.0), 0.95)
    error = samples.std(ddof=1) / np.sqrt(len(samples))
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * error, rel=0.01)


def test_units_do_not_matter() -> None:
    samples = np.random.default_rng(1).choice(PAIR_MEANS, 40)
    plain = mean_interval(samples, (-1.0, 1.0), 0.9)
    scaled = mean_interval(5 + 1e9 * samples, (5 - 1e9, 5 + 1e9), 0.9)
    assert (scaled.low - 5) / 1e9 == pytest.approx(plain.low)
    assert (scaled.high - 5) / 1e9 == pytest.approx(plain.high)


def test_one_sample_is_no_evidence() -> None:
    with pytest.raises(ValueError, match="at least two samples, here are 1"):
        mean_interval(np.zeros(1), (-1.0, 1.0), 0.95)
