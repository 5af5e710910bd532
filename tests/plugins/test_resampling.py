"""Resampled payoff tables: the right mean and variance, mirrored evidence kept together, certainty only where it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from psrokit.api import Floats, PayoffTable, constant_sum, doubt
from psrokit_plugins.statistics.resampled_tables import resampled_tables
from psrokit_plugins.statistics.resampling import resampled, resampled_means

ALIKE = ("player", "player")
MANY = 20_000


def pairs_table(samples: Floats, seats: tuple[str, str] = ALIKE, rest: float = 0.0) -> PayoffTable:
    """A table of 2 x 2 policies in which policy 0 got `samples` against policy 1, and seat 1 the rest of `rest`."""
    table = PayoffTable.empty(seats, (2, 2))
    for profile in ((0, 0), (1, 1)) if seats == ALIKE else ((0, 0), (1, 0), (1, 1)):
        table = table.with_exact(profile, (rest / 2, rest / 2))
    groups = [[(x, rest - x), (rest - x, x)] if seats == ALIKE else [(x, rest - x)] for x in samples.tolist()]
    return table.with_groups(((0, 1), group) for group in groups)


def test_draws_have_the_mean_and_the_standard_error_of_many_samples() -> None:
    samples = np.random.default_rng(0).normal(2.0, 3.0, 500)
    table = pairs_table(samples, ("row", "column"))
    draws = resampled_means(table, MANY, np.random.default_rng(1))[:, 0, 0, 1]
    error = float(table.stderr[0, 0, 1])
    assert abs(draws.mean() - samples.mean()) < 0.05 * error
    assert draws.std() == pytest.approx(error, rel=0.05)
    assert stats.kstest((draws - draws.mean()) / draws.std(), "norm").statistic < 0.02


@pytest.mark.parametrize(("wins", "games"), [(5, 5), (1, 1), (0, 3), (26, 50)])
def test_wins_and_losses_have_exactly_the_posterior_of_jeffreys(wins: int, games: int) -> None:
    table = pairs_table(np.repeat([1.0, -1.0], [wins, games - wins]))
    draws = resampled_means(table, MANY, np.random.default_rng(2))[:, 0, 0, 1]
    posterior = stats.beta(wins + 0.5, games - wins + 0.5)
    assert stats.kstest((draws + 1) / 2, posterior.cdf).pvalue > 1e-3


def test_five_wins_in_five_are_no_certainty() -> None:
    draws = resampled_means(pairs_table(np.ones(5)), MANY, np.random.default_rng(3))[:, 0, 0, 1]
    assert draws.min() < 0.5 < np.median(draws) < draws.max() <= 1


def test_a_symmetric_table_stays_antisymmetric_and_a_policy_even_with_itself() -> None:
    rng = np.random.default_rng(4)
    table = PayoffTable.empty(ALIKE, (5, 5))
    for profile in list(table.profiles()):
        games = rng.choice([-1.0, 0.0, 1.0], size=(7, 2))
        table = table.with_groups((profile, [(x, -x) for x in pair.tolist()]) for pair in games)
    draws = resampled_means(table, 50, rng)
    assert np.array_equal(draws[:, 0], -draws[:, 1])
    assert np.allclose(draws[:, 0], -draws[:, 0].transpose(0, 2, 1), atol=1e-15)
    assert np.all(draws[:, 0].std(axis=0)[~np.eye(5, dtype=bool)] > 0.1)


def test_a_constant_sum_is_kept() -> None:
    table = pairs_table(np.array([0.0, 1.0, 0.5, 1.0]), ("row", "column"), rest=1.0)
    draws = resampled_means(table, 100, np.random.default_rng(5))
    assert constant_sum(table) == 1.0
    assert np.allclose(draws.sum(axis=1), 1.0)


def test_without_a_constant_sum_seats_vary_on_their_own_and_equal_policies_share() -> None:
    rng = np.random.default_rng(6)
    table = PayoffTable.empty(ALIKE, (2, 2))
    for profile in list(table.profiles()):
        table = table.with_groups((profile, rng.normal(size=(2, 2)).tolist()) for _ in range(30))
    draws = resampled_means(table, MANY, rng)
    assert constant_sum(table) is None
    assert abs(np.corrcoef(draws[:, 0, 0, 1], draws[:, 1, 0, 1])[0, 1]) < 0.03
    assert np.array_equal(draws[:, 0, 0, 0], draws[:, 1, 0, 0])
    assert np.array_equal(draws[:, 0, 0, 1], draws[:, 1, 1, 0])
    assert np.allclose(draws.std(axis=0), table.stderr, rtol=0.12)  # one imaginary sample in 31 widens a little


def test_three_alike_seats_are_mirrored_too() -> None:
    rng = np.random.default_rng(7)
    table = PayoffTable.empty(("p", "p", "p"), (3, 3, 3))
    for profile in list(table.profiles()):
        table = table.with_groups((profile, rng.normal(size=(3, 3)).tolist()) for _ in range(20))
    draws = resampled_means(table, 2000, rng)
    assert np.array_equal(draws[:, 0, 0, 1, 2], draws[:, 2, 1, 2, 0])
    assert np.array_equal(draws[:, 0, 0, 0, 2], draws[:, 1, 0, 0, 2])
    assert np.allclose(draws.std(axis=0), table.stderr, rtol=0.3)  # the imaginary sample lies at -1 and 1


def test_exact_cells_stay_and_holes_remain_holes() -> None:
    table = (
        PayoffTable.empty(ALIKE, (3, 3)).with_exact((0, 1), (0.25, -0.25)).with_groups([((0, 2), [(1, -1), (1, -1)])])
    )
    draws = resampled_means(table, 10, np.random.default_rng(8))
    assert np.all(draws[:, 0, 0, 1] == 0.25)
    assert np.all(draws[:, 0, 1, 0] == -0.25)
    assert np.all(np.isnan(draws[:, :, 1, 2]))
    assert np.all(draws[:, 0, 0, 2].std() > 0)


def test_equal_seeds_give_equal_draws_and_scale_and_shift_carry_over() -> None:
    samples = np.random.default_rng(9).normal(size=12)
    plain, moved = (
        pairs_table(each, ("row", "column"), rest) for each, rest in ((samples, 0.0), (1e6 * samples + 5, 10.0))
    )
    first, second, other = (resampled_means(table, 40, np.random.default_rng(10)) for table in (plain, plain, moved))
    assert np.array_equal(first, second)
    assert np.allclose(1e6 * first[:, 0, 0, 1] + 5, other[:, 0, 0, 1])


def test_wins_ties_and_losses_have_exactly_their_posterior() -> None:
    table = pairs_table(np.repeat([1.0, 0.0, -1.0], [12, 9, 5]), ("row", "column"))
    drawn = resampled(table, MANY, np.random.default_rng(11))
    won, tied, lost = np.random.default_rng(12).dirichlet([12.5, 9, 5.5], MANY).T
    means, ties = drawn.means[:, 0, 0, 1], drawn.ties[:, 0, 1]
    assert stats.ks_2samp(ties, tied).pvalue > 1e-3
    assert stats.ks_2samp(means, won - lost).pvalue > 1e-3
    assert stats.ks_2samp(means + ties, won - lost + tied).pvalue > 1e-3


def mixed_games(seats: tuple[str, str], failing: float) -> PayoffTable:
    """Games won, tied, lost and failed in some cells, exact payoffs and a hole in others."""
    rng = np.random.default_rng(13)
    table = PayoffTable.empty(seats, (4, 4)).with_exact((0, 1), (1.0, -1.0))
    for profile in [profile for profile in table.profiles() if profile not in {(0, 1), (2, 3)}]:
        for _ in range(8):
            returns = rng.choice([-1.0, 0.0, 1.0], 2 if seats == ALIKE else 1)
            table = table.with_groups([(profile, [None if rng.random() < failing else (x, -x) for x in returns])])
    return table


@pytest.mark.parametrize("seats", [ALIKE, ("row", "column")])
@pytest.mark.parametrize("failing", [0.0, 0.3])
def test_a_resampled_table_is_one_of_games_that_return_its_payoffs(seats: tuple[str, str], failing: float) -> None:
    table = mixed_games(seats, failing)
    drawn = resampled(table, 20, np.random.default_rng(14))
    sampled = table.known & ~table.exact & ~(np.eye(4, dtype=bool) & (seats == ALIKE))
    size = table.games[sampled] / table.count[sampled]
    for again, means in zip(resampled_tables(table, drawn), drawn.means, strict=True):
        assert doubt(again) is None
        assert np.allclose(again.mean, means, equal_nan=True)
        assert np.array_equal(again.count, table.count)
        won, lost = again.wins
        assert np.allclose((won + lost + again.ties)[sampled], table.games[sampled])
        assert np.allclose(again.total[0][sampled], (won - lost)[sampled] / size)
        assert (again.wins >= 0).all()
        assert np.array_equal(again.total[:, table.exact], table.total[:, table.exact])
        assert not again.known[2, 3]
        if seats == ALIKE:
            assert np.allclose(again.wins[0], again.wins[1].T)
            assert np.array_equal(again.ties, again.ties.T)
    assert np.ptp([again.ties for again in resampled_tables(table, drawn)], axis=0).max() > 1


def test_pairs_that_always_split_stay_even_when_resampled() -> None:
    table = pairs_table(np.array([1.0, -1.0] * 10))
    split = PayoffTable.empty(ALIKE, (2, 2)).with_groups([((0, 1), [(1.0, -1.0), (1.0, -1.0)])] * 20)
    for each, spread in ((table, 1.0), (split, 0.0)):
        for again in resampled_tables(each, resampled(each, 20, np.random.default_rng(15))):
            mean = again.mean[0, 0, 1]
            assert again.squares[0, 0, 1] == pytest.approx(20 * (mean**2 + spread * (1 - mean**2)))


def test_resampled_returns_that_are_no_wins_keep_their_spread_and_their_counts() -> None:
    table = pairs_table(np.random.default_rng(16).normal(2.0, 3.0, 50), ("row", "column"))
    drawn = resampled(table, 10, np.random.default_rng(17))
    assert not drawn.ties.any()
    for again in resampled_tables(table, drawn):
        assert again.stderr[0, 0, 1] == pytest.approx(table.stderr[0, 0, 1])
        assert np.array_equal(again.wins, table.wins)


@pytest.mark.parametrize("games", [15, 30, 54])
@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("returns", ["won or lost", "chips", "uniform", "rare and large"])
def test_intervals_of_general_sums_hold_the_payoff_as_often_as_they_say(returns: str, stated: bool, games: int) -> None:
    """95 % intervals of tables without a constant sum, 1200 payoffs: at least 90 % hold the truth.

    Where a large return is so rare that few games show it they do so only if the range of returns is stated.
    """
    values, chances = {
        "won or lost": ([-1.0, 1.0], [0.3, 0.7]),
        "chips": ([-13.0, -5.0, -1.0, 1.0, 5.0, 13.0], [0.05, 0.15, 0.3, 0.3, 0.15, 0.05]),
        "uniform": (np.linspace(-3, 5, 81), None),
        "rare and large": ([-1.0, 20.0], [0.95, 0.05]),
    }[returns]
    rng, mean, held = np.random.default_rng(games), float(np.average(values, weights=chances)), []
    for _ in range(100):
        samples = rng.choice(values, (2, 3, 2, games), p=chances)
        count = np.full((3, 2), games)
        table = replace(
            PayoffTable.empty(("row", "column"), (3, 2)),
            count=count,
            games=count,
            total=samples.sum(axis=-1),
            squares=(samples**2).sum(axis=-1),
            returns=(float(min(values)), float(max(values))) if stated else None,
        )
        low, high = np.quantile(resampled_means(table, 200, rng), [0.025, 0.975], axis=0)
        held.append((low <= mean) & (mean <= high))
    assert np.mean(held) >= (0.9 if stated or returns != "rare and large" else 0.7)
