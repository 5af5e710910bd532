"""Are two policies the same: the permutation test, and the bound that needs no dealing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import comb, prod

import numpy as np
import pytest
from scipy.stats import binom
from tables_of_games import one_role as played

from psrokit.api import Floats
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.statistics.samples import Samples, samples_of
from psrokit_plugins.structure.clones import Comparison, Records

POINTS = np.array([1.0, 0.5, 0.0])


def test_clones_are_called_different_no_more_often_than_said() -> None:
    rng = np.random.default_rng(2)
    chance = np.full((6, 6), 0.5)
    chance[:2, 2:] = [0.8, 0.6, 0.5, 0.3]
    chance[2:, :2] = 1 - chance[:2, 2:].T
    p_values = []
    for _ in range(200):
        table = played(chance, 30, rng)
        comparison = Records.of(samples_of(table), alike=True).compared((0, 1))
        assert comparison is not None
        p_values.append((1 + comparison.as_uneven(199, rng)) / 200)
    assert np.mean(np.array(p_values) <= 0.05) < 0.09
    assert np.mean(np.array(p_values) <= 0.5) > 0.3


def test_dealings_as_uneven_as_what_was_seen_count() -> None:
    """One sample each, one better and one worse: however they are dealt, they are as uneven."""
    comparison = Comparison(np.array([[1, 0, 0]]), np.array([[0, 0, 1]]), 0, 0)
    assert comparison.as_uneven(50, np.random.default_rng(0)) == 50


def test_policies_that_differ_are_told_apart_and_equal_totals_do_not_hide_it() -> None:
    rng = np.random.default_rng(4)
    wins = np.array([[0, 25, 45, 5], [25, 0, 5, 45], [5, 45, 0, 25], [45, 5, 25, 0]])
    comparison = Records.of(samples_of(head_to_head(wins)), alike=True).compared((0, 1))
    assert wins[0].sum() == wins[1].sum()
    assert comparison is not None
    assert comparison.as_uneven(999, rng) == 0
    assert comparison.largest_p_value() < 0.01


@dataclass(frozen=True, slots=True)
class Dealings:
    """All hands that could be dealt from what two policies won, tied and lost against one opponent.

    unevenness: of each hand. chances: of each hand. seen: the unevenness of the hand that is.
    """

    unevenness: Floats
    chances: Floats
    seen: float

    @classmethod
    def of(cls, mine: list[int], theirs: list[int]) -> Dealings:
        pool, size = [a + b for a, b in zip(mine, theirs, strict=True)], sum(mine)
        hands = [hand for hand in product(*(range(each + 1) for each in pool)) if sum(hand) == size]
        chances = np.array([prod(map(comb, pool, hand)) for hand in hands]) / comb(sum(pool), size)
        totals = np.array(hands) @ POINTS
        mean = chances @ totals
        variance = chances @ (totals - mean) ** 2
        return cls((totals - mean) ** 2 / variance, chances, (np.array(mine) @ POINTS - mean) ** 2 / variance)


def test_no_more_dealings_are_as_uneven_than_the_bound_says() -> None:
    """Two opponents and small pools, of which all dealings are counted."""
    rng, bounds = np.random.default_rng(6), []
    for _ in range(200):
        mine, theirs = rng.integers(0, 5, (2, 2, 3)) + np.array([[[1, 0, 0]], [[0, 0, 1]]])
        one, other = (Dealings.of(*hands) for hands in zip(mine.tolist(), theirs.tolist(), strict=True))
        both, chances = np.add.outer(one.unevenness, other.unevenness), np.outer(one.chances, other.chances)
        seen, mean = one.seen + other.seen, (chances * both).sum()
        bounds.append(Comparison(mine, theirs, 0, 0).largest_p_value())
        assert chances[both >= seen * (1 - 1e-9)].sum() <= bounds[-1] + 1e-12
        if seen > mean:
            variance = (chances * (both - mean) ** 2).sum()
            assert bounds[-1] == pytest.approx(variance / (variance + (seen - mean) ** 2))
    assert min(bounds) < 0.1


def test_samples_between_two_policies_count_in_the_bound_as_coins_do() -> None:
    nobody = np.zeros((0, 3), dtype=np.int64)
    assert Comparison(nobody, nobody, 5, 5).largest_p_value() == 1
    variance = 2 - 2 / 30
    assert Comparison(nobody, nobody, 25, 5).largest_p_value() == pytest.approx(
        variance / (variance + (400 / 30 - 1) ** 2)
    )
    assert 2 * binom.sf(24, 30, 0.5) < variance / (variance + (400 / 30 - 1) ** 2)


def test_policies_that_met_nobody_in_common_are_not_compared() -> None:
    nothing = np.zeros((2, 2))
    assert Records.of(Samples(nothing, nothing, nothing), alike=True).compared((0, 1)) is None


def test_huge_counts_are_dealt_like_large_ones() -> None:
    """NumPy deals no hands from pools of 10^9."""
    rng = np.random.default_rng(4)
    for size in (10**6, 10**9):
        share = np.array([[0.5, 0.5], [0.5, 0.5 + 1 / np.sqrt(size)]])  # 1.4 standard errors
        samples = Samples(size * share, np.zeros((2, 2)), size * (1 - share))
        comparison = Records.of(samples, alike=False).compared((0, 1))
        assert comparison is not None
        assert 10 < comparison.as_uneven(199, rng) < 70
        assert comparison.largest_p_value() > 0.1
