"""Intervals and tests of few samples: their coverage by enumeration of all outcomes, not by luck."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaln, xlogy
from scipy.stats import binom, binomtest

from psrokit.api import Floats, InputError, PayoffTable
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.statistics.even_chances import clopper_pearson, corrected, even_chances, share_interval
from psrokit_plugins.statistics.samples import Samples, samples_of

DECIDED = (0.01, 0.05, 0.2, 0.5, 0.8, 0.97, 1.0)
BETTER = (0.5, 0.505, 0.55, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0)


def outcomes(n: int) -> Samples:
    """All records of n samples."""
    records = np.array([(better, worse) for better in range(n + 1) for worse in range(n + 1 - better)], dtype=float)
    return Samples(records[:, :1].T, n - records.sum(axis=1)[np.newaxis], records[:, 1:].T)


def chances(samples: Samples, better: float, worse: float) -> Floats:
    """The probability of each record."""
    counts = np.concatenate([samples.better, samples.even, samples.worse])
    logs = xlogy(counts, np.array([[better], [1 - better - worse], [worse]])).sum(axis=0)
    return np.asarray(np.exp(gammaln(counts.sum(axis=0) + 1) - gammaln(counts + 1).sum(axis=0) + logs))


def check(n: int, level: float) -> None:
    samples = outcomes(n)
    low, high = (end[0] for end in share_interval(samples, level))
    p_values = even_chances(samples)[0]
    for decided in DECIDED:
        for better in BETTER:
            won, lost = decided * better, decided * (1 - better)
            chance, truth = chances(samples, won, lost), (1 + won - lost) / 2
            assert chance.sum() == pytest.approx(1)
            for missed in (low > truth + 1e-12, high < truth - 1e-12):
                assert (chance * missed).sum() <= (1 - level) / 2 + 1e-12, (n, level, decided, better)
        even = chances(samples, decided / 2, decided / 2)
        for error in (0.01, 0.05, 0.2):
            assert (even * (p_values <= error)).sum() <= error + 1e-12


@pytest.mark.parametrize("n", [1, 2, 5, 12, 30])
def test_no_truth_is_missed_more_often_than_said_and_no_even_pair_decided(n: int) -> None:
    check(n, 0.95)


@pytest.mark.slow
@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.99, 0.999])
@pytest.mark.parametrize("n", [3, 4, 8, 20, 45, 60, 100])
def test_at_any_level_and_for_more_samples(n: int, level: float) -> None:
    check(n, level)


def test_ties_make_intervals_narrower() -> None:
    decided, tied = (Samples(*(np.array([[count]]) for count in counts)) for counts in ((65, 0, 35), (30, 70, 0)))
    widths = [float((high - low)[0, 0]) for low, high in (share_interval(one, 0.95) for one in (decided, tied))]
    assert widths[1] < 0.7 * widths[0]
    low, high = clopper_pearson(65, 100, 0.0225)
    assert share_interval(decided, 0.95)[0][0, 0] == pytest.approx(float(low))
    assert share_interval(decided, 0.95)[1][0, 0] == pytest.approx(float(high))


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    for won, n in ((0, 9), (3, 9), (9, 9), (13, 70)):
        known = binomtest(won, n).proportion_ci(0.9, "exact")
        assert [float(end) for end in clopper_pearson(won, n, 0.05)] == pytest.approx([known.low, known.high])


def test_the_test_is_that_of_a_coin() -> None:
    table = head_to_head([[0, 24, 5], [26, 0, 0], [0, 0, 0]])
    p_values = even_chances(samples_of(table))
    assert p_values[0, 1] == pytest.approx(2 * binom.cdf(24, 50, 0.5))
    assert p_values[0, 2] == pytest.approx(2 / 2**5)
    assert p_values[1, 2] == 1


def test_holm() -> None:
    assert corrected(np.array([0.04, 0.01, 0.03, 1.0])).tolist() == pytest.approx([0.09, 0.04, 0.09, 1.0])
    assert corrected(np.array([])).tolist() == []


def test_huge_counts_have_narrow_intervals() -> None:
    huge = Samples(*(np.array([[float(count)]]) for count in (5e8, 1e8, 4e8)))
    low, high = share_interval(huge, 0.95)
    assert 0.55 - 1e-4 < low < 0.55 < high < 0.55 + 1e-4
    assert even_chances(huge)[0, 0] < 1e-100


def test_mirrored_pairs_are_the_samples_not_their_games() -> None:
    """Ten pairs that each went the same way in both games are ten samples, not twenty."""
    table = PayoffTable.empty(("p", "p"), (2, 2))
    for first in [1.0] * 8 + [-1.0] * 2:
        table = table.with_groups([((0, 1), [(first, -first), (-first, first)])])
    split = table.with_groups([((0, 1), [(1.0, -1.0), (1.0, -1.0)])])
    assert table.games[0, 1] == 20
    for one, even in ((table, 0), (split, 1)):
        samples = samples_of(one)
        assert (samples.better[0, 1], samples.even[0, 1], samples.worse[0, 1]) == (8, even, 2)
        assert even_chances(samples)[0, 1] == pytest.approx(2 * binom.cdf(2, 10, 0.5))


def test_tables_without_won_games_are_refused() -> None:
    with pytest.raises(InputError, match="no games"):
        samples_of(PayoffTable.empty(("p", "p"), (2, 2)))
    chips = PayoffTable.empty(("p", "q"), (1, 1)).with_groups([((0, 0), [(7.0, -7.0)])])
    with pytest.raises(InputError, match="won, tied and lost"):
        samples_of(chips)
