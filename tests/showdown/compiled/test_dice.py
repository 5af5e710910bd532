"""Actors draw the same numbers, plain or compiled."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from psrokit_showdown.compiled.dice import dice_of
from psrokit_showdown.compiled.entries import Table
from psrokit_showdown.compiled.playing import draw_many

SEEDS = [0, 1, 2**32 - 1, 2**32, 2**63 - 1]


def numbers(seeds: list[int], count: int) -> np.ndarray:
    nobody = np.zeros((len(seeds), 2))
    table = Table(nobody.astype(np.int8), dice_of(seeds), np.zeros(0, np.int8), nobody, nobody.astype(np.int64))
    return np.stack([draw_many(table, np.arange(len(seeds))) for _ in range(count)], axis=1)


def test_dice_are_numpy_s_generators_to_the_last_bit() -> None:
    expected = [np.random.Generator(np.random.PCG64(seed)).random(200) for seed in SEEDS]
    np.testing.assert_array_equal(numbers(SEEDS, 200), expected)


@given(st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=8))
def test_any_seeds(seeds: list[int]) -> None:
    expected = [np.random.Generator(np.random.PCG64(seed)).random(3) for seed in seeds]
    np.testing.assert_array_equal(numbers(seeds, 3), expected)
