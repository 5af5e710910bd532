"""The shape of symmetric games: cyclic shares, layers, diversity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tables_of_games import one_role as played
from tables_of_games import plain_share

from psrokit.api import Floats, InputError, IntegrityError, PayoffTable
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric
from psrokit_plugins.structure.circles import triples
from psrokit_plugins.structure.clustering import nash_layers, relative_performance
from psrokit_plugins.structure.diversity import effective_diversity, expected_cardinality
from psrokit_plugins.structure.hodge import logits, split
from psrokit_plugins.structure.pairs import Pairs, zero_sum_pairs

ROCK_PAPER_SCISSORS = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])


def solve(payoff: Floats) -> tuple[Floats]:
    return (solve_symmetric(payoff).row,)


def exact(payoff: Floats) -> Pairs:
    off = ~np.eye(len(payoff), dtype=np.bool_)
    side = np.zeros(len(payoff), dtype=np.int64)
    return Pairs(payoff, np.zeros_like(payoff), off, np.zeros(payoff.shape, dtype=np.int64), side)


def additive(size: int, rng: np.random.Generator, spread: float) -> Floats:
    strength = rng.normal(0, spread, size)
    return np.clip(0.5 + np.subtract.outer(strength, strength), 0.02, 0.98)


def test_exact_games_split_exactly() -> None:
    strength = np.array([3.0, 1.0, -0.5, -3.5])
    order = np.subtract.outer(strength, strength)
    found = split(exact(order))
    assert found.share == pytest.approx(0, abs=1e-20)
    assert found.strengths == pytest.approx(strength - strength.mean())
    assert split(exact(ROCK_PAPER_SCISSORS)).share == 1
    mixed = 0.5 * order[:3, :3] + 2.0 * ROCK_PAPER_SCISSORS
    parts = (0.5 * order[:3, :3]), 2.0 * ROCK_PAPER_SCISSORS
    assert split(exact(mixed)).share == pytest.approx((parts[1] ** 2).sum() / (mixed**2).sum())


def test_an_order_is_found_through_holes_and_whatever_the_weights_are() -> None:
    rng, strength = np.random.default_rng(3), np.array([2.0, 0.5, 0.0, -1.0, -1.5])
    payoff = np.subtract.outer(strength, strength)
    known = np.zeros((5, 5), dtype=np.bool_)
    for i, j in ((0, 1), (1, 2), (2, 3), (3, 4), (0, 3)):
        known[i, j] = known[j, i] = True
    counts = np.triu(rng.integers(2, 500, (5, 5)), 1)
    counts = np.where(known, counts + counts.T, 0)
    noise = np.where(known, 1 / np.maximum(counts, 1), 0.0)
    pairs = Pairs(np.where(known, payoff, 0.0), noise, known, counts, np.zeros(5, dtype=np.int64))
    found = split(pairs)
    assert found.strengths == pytest.approx(strength - strength.mean())
    assert plain_share(pairs) == pytest.approx(0, abs=1e-15)
    assert found.parts == 1


def test_fields_that_never_met_are_told_apart() -> None:
    table = head_to_head([[0, 9, 0, 0], [1, 0, 0, 0], [0, 0, 0, 9], [0, 0, 1, 0]])
    assert split(zero_sum_pairs(table)).parts == 2


@pytest.mark.parametrize(
    ("size", "games", "spread", "plain", "corrected"),
    [(10, 50, 0.0785, 0.261, 0.037), (20, 50, 0.0785, 0.259, 0.015), (20, 200, 0.0785, 0.082, 0.003)],
)
def test_sampling_noise_looks_cyclic_and_is_taken_off(
    size: int, games: int, spread: float, plain: float, corrected: float
) -> None:
    """The truth is an order. The published simulation does not tell its spread; this one gives its plain shares."""
    rng = np.random.default_rng(0)
    drawn = [zero_sum_pairs(played(additive(size, rng, spread), games, rng)) for _ in range(60)]
    assert np.mean([plain_share(one) for one in drawn]) == pytest.approx(plain, abs=0.04)
    assert np.mean([split(one).share for one in drawn]) == pytest.approx(corrected, abs=0.02)


def test_the_correction_is_unbiased_where_pairs_have_unequal_games() -> None:
    rng = np.random.default_rng(5)
    base = additive(8, rng, 0.08)
    circle = np.zeros((8, 8))
    for i in range(8):
        for step in (1, 2):
            circle[i, (i + step) % 8], circle[(i + step) % 8, i] = 0.12, -0.12
    chance = np.clip(base + circle, 0.02, 0.98)
    chance = (chance + 1 - chance.T) / 2
    np.fill_diagonal(chance, 0.5)
    games = rng.integers(20, 300, (8, 8))
    games = np.triu(games, 1) + np.triu(games, 1).T
    drawn = [zero_sum_pairs(played(chance, games, rng)) for _ in range(150)]
    # the same fit, with the weights of the games, of the payoffs themselves
    payoff = 2 * chance - 1
    variance = np.where(games > 0, (1 - payoff**2) / np.maximum(games - 1, 1), 0.0)
    truth = plain_share(Pairs(payoff, variance, games > 0, games, np.zeros(8, dtype=np.int64)))
    assert 0.1 < truth < 0.9
    assert np.mean([split(one).share for one in drawn]) == pytest.approx(truth, abs=0.02)
    assert np.mean([plain_share(one) for one in drawn]) > truth + 0.02


def test_log_odds_make_elo_additive() -> None:
    strength = np.array([2.0, 1.0, -0.5, -2.5])
    chance = 1 / (1 + np.exp(-np.subtract.outer(strength, strength)))
    pairs = exact(2 * chance - 1)
    assert split(pairs).share > 0.005
    assert split(logits(pairs)).share == pytest.approx(0, abs=1e-4)


def test_games_of_another_kind_are_refused_with_the_reason() -> None:
    with pytest.raises(InputError, match="two players, the table has 3"):
        zero_sum_pairs(PayoffTable.empty(("a", "b", "c"), (2, 2, 2)))
    table = PayoffTable.empty(("p", "p"), (3, 3)).with_exact((0, 1), (3.0, 1.0)).with_exact((0, 2), (5.0, 5.0))
    with pytest.raises(InputError, match="constant sum") as error:
        zero_sum_pairs(table)
    assert error.value.remedy
    broken = head_to_head([[0, 3], [1, 0]])
    total = broken.total.copy()
    total[:, 0, 1] = np.nan
    with pytest.raises(IntegrityError, match=r"\(0, 1\)"):
        zero_sum_pairs(replace(broken, total=total))


def test_single_samples_have_the_variance_of_the_others() -> None:
    table = head_to_head([[0, 30, 1], [10, 0, 0], [0, 0, 0]])
    pairs = zero_sum_pairs(table)
    assert pairs.variance[0, 2] == pytest.approx(40 * pairs.variance[0, 1])
    assert np.isnan(zero_sum_pairs(head_to_head([[0, 1], [0, 0]])).variance[0, 1])


def test_a_pair_with_one_game_varies_as_the_games_of_all_others_do() -> None:
    """Sample variances 2 of 2 games and 36/55 of 11 games, weighted by what they are free to vary in: 1 and 10."""
    pairs = zero_sum_pairs(head_to_head([[0, 1, 9], [1, 0, 1], [2, 0, 0]]))
    assert pairs.variance[1, 2] == pytest.approx((1 * 2 + 10 * 36 / 55) / 11)


def test_circuits_are_counted() -> None:
    chain = head_to_head([[0, 3, 0], [1, 0, 3], [0, 1, 0]])
    triangle = head_to_head([[0, 3, 1], [1, 0, 3], [3, 1, 0]])
    assert zero_sum_pairs(chain).circuits == 0
    assert zero_sum_pairs(triangle).circuits == 1


def test_circles_of_three() -> None:
    (circle,) = triples(ROCK_PAPER_SCISSORS)
    assert circle.above == ((0, 2), (2, 1), (1, 0))
    assert float(circle.least(ROCK_PAPER_SCISSORS, ROCK_PAPER_SCISSORS)) == 1
    unknown = ROCK_PAPER_SCISSORS.copy()
    unknown[0, 2] = np.nan
    assert triples(unknown) == []


def test_layers_of_a_chain_and_of_a_cycle() -> None:
    chain = np.sign(np.subtract.outer(np.array([2.0, 3.0, 1.0]), np.array([2.0, 3.0, 1.0])))
    assert nash_layers(chain, solve)[0].tolist() == [1, 0, 2]
    assert nash_layers(ROCK_PAPER_SCISSORS, solve)[0].tolist() == [0, 0, 0]
    both = np.zeros((4, 4))
    both[:3, :3] = ROCK_PAPER_SCISSORS
    both[:3, 3], both[3, :3] = 1, -1
    layers = nash_layers(both, solve)
    assert layers[0].tolist() == [0, 0, 0, 1]
    assert relative_performance(both, layers, solve)[0].tolist() == pytest.approx([1, -1])


def test_the_dust_of_a_solver_is_no_support() -> None:
    dusty = {2: (np.array([1 - 1e-9, 1e-9]),), 1: (np.array([1.0]),)}
    assert nash_layers(np.zeros((2, 2)), lambda payoff: dusty[len(payoff)])[0].tolist() == [0, 1]


def test_diversity_by_hand() -> None:
    even, rock = np.full(3, 1 / 3), np.array([1.0, 0, 0])
    assert effective_diversity(ROCK_PAPER_SCISSORS, even, even) == pytest.approx(1 / 3)
    assert effective_diversity(ROCK_PAPER_SCISSORS + 0.2, even, even) == pytest.approx(1 / 3)
    assert effective_diversity(ROCK_PAPER_SCISSORS, rock, rock) == 0
    # A A' of rock, paper, scissors has the eigenvalues 3, 3, 0
    assert expected_cardinality(ROCK_PAPER_SCISSORS) == pytest.approx(2 * 3 / 4)
    doubled = np.kron(ROCK_PAPER_SCISSORS, np.ones((2, 2)))
    assert np.linalg.matrix_rank(doubled) == 2
    assert expected_cardinality(doubled) < 2
