"""What holes can change is proven for all completions, and checked here by trying them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from psrokit.api import Floats
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric
from psrokit_plugins.statistics.missing import Unknown, completions, out, reach, unknown


def random_table(rng: np.random.Generator, size: int, holes: int) -> Unknown:
    payoff = np.triu(np.round(rng.uniform(-1, 1, (size, size)), 1), 1)
    payoff = payoff - payoff.T
    known = np.ones((size, size), dtype=np.bool_)
    pairs = [(i, j) for i in range(size) for j in range(i)]
    for at in rng.choice(len(pairs), holes, replace=False):
        i, j = pairs[at]
        known[i, j] = known[j, i] = False
    return unknown(payoff, known, (-1.0, 1.0))


def grid(table: Unknown) -> list[Floats]:
    """Completions with each hole at one of nine values."""
    cells = np.argwhere(np.triu(table.holes, 1)).tolist()
    filled = []
    for values in product(np.linspace(0, 1, 9), repeat=len(cells)):
        share = np.zeros(table.low.shape)
        for (i, j), value in zip(cells, values, strict=True):
            share[i, j] = value
        filled.append(table.filled(share))
    return filled


@pytest.mark.parametrize("seed", range(12))
def test_the_cautious_mixture_loses_at_most_what_it_says_and_who_is_out_is_in_no_equilibrium(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = random_table(rng, 4, 2)
    found = reach(table, 16, rng)
    worst = max(float((payoff @ found.mixture).max()) for payoff in grid(table))
    assert worst <= found.loss + 1e-9
    assert worst >= found.loss - 1e-9  # the extremes are in the grid: the loss is exact
    for payoff in grid(table):
        assert not (solve_symmetric(payoff).row[found.out] > 1e-6).any()
    assert not (found.always & ~found.ever).any()
    assert not (found.out & found.ever).any()


def test_a_complete_table_is_its_own_answer() -> None:
    cycle = np.array([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    found = reach(unknown(cycle, np.ones((3, 3), dtype=np.bool_), (-1, 1)), 4, np.random.default_rng(0))
    assert found.loss == 0
    assert found.mixture == pytest.approx(np.full(3, 1 / 3))
    assert found.always.all()


def test_a_hole_between_losers_changes_nothing() -> None:
    payoff = np.array([[0.0, 0.5, 0.8], [-0.5, 0, 0], [-0.8, 0, 0]])
    known = np.ones((3, 3), dtype=np.bool_)
    known[1, 2] = known[2, 1] = False
    found = reach(unknown(payoff, known, (-1, 1)), 8, np.random.default_rng(0))
    assert (found.loss, found.mixture.tolist(), found.out.tolist()) == (0, [1, 0, 0], [False, True, True])


def test_a_hole_at_the_top_leaves_the_equilibrium_open() -> None:
    payoff = np.array([[0.0, 0.0, 0.8], [0.0, 0, 0.8], [-0.8, -0.8, 0]])
    known = np.ones((3, 3), dtype=np.bool_)
    known[0, 1] = known[1, 0] = False
    found = reach(unknown(payoff, known, (-1, 1)), 32, np.random.default_rng(0))
    assert found.loss == pytest.approx(0.5)
    assert found.mixture == pytest.approx([0.5, 0.5, 0], abs=1e-9)
    assert found.out.tolist() == [False, False, True]
    assert found.ever.tolist() == [True, True, False]
    assert not found.always.any()


def test_completions_are_antisymmetric_and_within_the_bounds() -> None:
    table = random_table(np.random.default_rng(1), 5, 4)
    for payoff in completions(table, 10, np.random.default_rng(2)):
        assert np.array_equal(payoff, -payoff.T)
        assert (payoff >= table.low - 1e-15).all()
        assert (payoff <= table.high + 1e-15).all()
    assert not out(unknown(np.zeros((1, 1)), np.ones((1, 1), dtype=np.bool_), (-1, 1))).any()
