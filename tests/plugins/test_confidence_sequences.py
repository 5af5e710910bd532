"""Bounds that hold at all times: truth inside whenever somebody looks, with every kind of sample and of stopping."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from psrokit.api import Floats
from psrokit_plugins.statistics.confidence_sequences import mean_bounds

Source = Callable[[np.random.Generator, tuple[int, int]], tuple[Floats, float]]
"""Samples of a shape, within [-1, 1], and their expectation."""
TAIL = 0.1
LOOKS = np.unique(np.geomspace(1, 1500, 36).astype(int))


def two_points(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, float]:
    return np.where(rng.random(shape) < 0.5, 1.0, -1.0), 0.0


def rare_losses(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, float]:
    return np.where(rng.random(shape) < 0.02, -1.0, 1.0), 0.96


def mirrored_pairs(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, float]:
    return rng.choice([-1.0, 0.0, 1.0], p=[0.2, 0.6, 0.2], size=shape), 0.0


def nearly_constant(rng: np.random.Generator, shape: tuple[int, int]) -> tuple[Floats, float]:
    return 0.3 + 0.01 * rng.uniform(-1, 1, size=shape), 0.3


@pytest.mark.parametrize("source", [two_points, rare_losses, mirrored_pairs, nearly_constant])
def test_who_looks_all_the_time_is_still_rarely_deceived(source: Source) -> None:
    rng = np.random.default_rng(0)
    streams = 400
    samples, truth = source(rng, (streams, int(LOOKS[-1])))
    total, squares = np.cumsum(samples, axis=1)[:, LOOKS - 1], np.cumsum(samples**2, axis=1)[:, LOOKS - 1]
    low, high = mean_bounds(np.broadcast_to(LOOKS, total.shape), total, squares, (-1.0, 1.0), TAIL)
    allowed = stats.binom.isf(0.001, streams, TAIL)
    assert np.count_nonzero((low > truth + 1e-12).any(axis=1)) <= allowed
    assert np.count_nonzero((high < truth - 1e-12).any(axis=1)) <= allowed
    assert np.median(high[:, -1] - low[:, -1]) < 0.25


def test_a_textbook_interval_would_not_pass_that_test() -> None:
    rng = np.random.default_rng(0)
    samples, truth = two_points(rng, (600, int(LOOKS[-1])))
    mean = np.cumsum(samples, axis=1)[:, LOOKS - 1] / LOOKS
    low = mean - stats.norm.isf(TAIL) / np.sqrt(LOOKS)
    assert np.count_nonzero((low > truth)[:, 5:].any(axis=1)) > 2 * stats.binom.isf(0.001, 600, TAIL)


def test_little_variance_and_many_samples_make_narrow_bounds() -> None:
    n = np.array([10_000, 10_000, 1_000_000])
    spread = np.array([1.0, 0.01, 1.0])
    low, high = mean_bounds(n, np.zeros(3), n * spread, (-1.0, 1.0), 0.025)
    widths = (high - low) / 2
    assert (widths < 4.2 * np.sqrt(spread / n)).all()
    assert (widths > stats.norm.isf(0.025) * np.sqrt(spread / n)).all()


def test_nothing_seen_nothing_known() -> None:
    low, high = mean_bounds(np.zeros(2, dtype=np.int64), np.zeros(2), np.zeros(2), (-3.0, 5.0), 0.05)
    assert low.tolist() == [-3.0, -3.0]
    assert high.tolist() == [5.0, 5.0]


@given(
    samples=st.lists(st.floats(-2, 3), min_size=1, max_size=30),
    tail=st.sampled_from([0.3, 0.05, 0.001]),
)
def test_the_bounds_hold_the_sample_mean_and_stay_within_the_scale(samples: list[float], tail: float) -> None:
    values = np.array(samples)
    n, total, squares = np.array([len(values)]), values.sum(keepdims=True), (values**2).sum(keepdims=True)
    low, high = mean_bounds(n, total, squares, (-2.0, 3.0), tail)
    assert -2 - 1e-9 <= low[0] <= values.mean() + 1e-9
    assert values.mean() - 1e-9 <= high[0] <= 3 + 1e-9


def test_the_scale_does_not_matter() -> None:
    n, total, squares = np.array([50]), np.array([20.0]), np.array([40.0])
    low, high = mean_bounds(n, total, squares, (-1.0, 1.0), 0.05)
    moved = total * 1e6 + 5e6 * n
    squared = squares * 1e12 + 2 * 1e6 * 5e6 * total + n * 25e12
    far_low, far_high = mean_bounds(n, moved, squared, (4e6, 6e6), 0.05)
    assert (far_low - 5e6) / 1e6 == pytest.approx(low, abs=1e-6)
    assert (far_high - 5e6) / 1e6 == pytest.approx(high, abs=1e-6)
