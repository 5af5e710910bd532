"""The shape of zero-sum games of two roles: what is asked of symmetric games, of the bipartite game between roles."""

from __future__ import annotations

import numpy as np
import pytest
from tables import DISTINCT, exact_table
from tables_of_games import plain_share, question, two_roles

from psrokit.api import Estimate, Floats, InputError
from psrokit_plugins.analysis.subgames import subgame_solver
from psrokit_plugins.analyzers.clones import ClonesAnalyzer
from psrokit_plugins.analyzers.clusters import ClustersAnalyzer
from psrokit_plugins.analyzers.diversity import DiversityAnalyzer
from psrokit_plugins.analyzers.transitivity import TransitivityAnalyzer
from psrokit_plugins.statistics.samples import samples_of
from psrokit_plugins.structure.circles import pennies
from psrokit_plugins.structure.clones import Records
from psrokit_plugins.structure.clustering import nash_layers, relative_performance
from psrokit_plugins.structure.diversity import effective_diversity
from psrokit_plugins.structure.hodge import split
from psrokit_plugins.structure.pairs import Pairs, zero_sum_pairs

PENNIES = np.array([[1.0, -1.0], [-1.0, 1.0]])
solve = subgame_solver(exact_table(DISTINCT, PENNIES))


def order(rows: int, columns: int, rng: np.random.Generator, advantage: float = 0.15) -> Floats:
    """Payoffs of an additive order, one role better off than the other."""
    return np.asarray(advantage + np.subtract.outer(rng.uniform(-0.35, 0.35, rows), rng.uniform(-0.35, 0.35, columns)))


def mixed(rows: int, columns: int, rng: np.random.Generator) -> Floats:
    return np.asarray(0.7 * order(rows, columns, rng) + rng.uniform(-0.3, 0.3, (rows, columns)))


def true_share(payoff: Floats, games: np.ndarray) -> float:
    """The cyclic share of the payoffs themselves, fitted with the weights of the games."""
    pairs = zero_sum_pairs(two_roles(np.full(payoff.shape, 0.5), games, np.random.default_rng(0)))
    rows = len(payoff)
    whole = np.zeros_like(pairs.payoff)
    whole[:rows, rows:], whole[rows:, :rows] = payoff, -payoff.T
    truth = Pairs(np.where(pairs.known, whole, 0.0), np.zeros_like(whole), pairs.known, pairs.count, pairs.side)
    return split(truth).share


# the Hodge split


def test_the_share_is_that_of_the_symmetric_game_of_both_roles() -> None:
    """Whoever has a policy for either role and plays both earns (A_il - A_kj) / 2."""
    payoff = np.random.default_rng(0).normal(0.7, 1, (3, 4))
    both = (payoff[:, None, None, :] - payoff.T[None, :, :, None]) / 2  # i, j, k, l
    whole = both.reshape(12, 12)
    assert whole == pytest.approx(-whole.T)
    symmetric = zero_sum_pairs(exact_table(("p", "p"), whole))
    assert split(zero_sum_pairs(exact_table(DISTINCT, payoff))).share == pytest.approx(split(symmetric).share)


def test_an_order_of_two_roles_and_matching_pennies() -> None:
    strength, other = np.array([3.0, 1.0, -1.0]), np.array([0.5, 2.0])
    found = split(zero_sum_pairs(exact_table(DISTINCT, 5 + np.subtract.outer(strength, other))))
    assert found.share == pytest.approx(0, abs=1e-20)
    assert np.subtract.outer(found.strengths[:3], found.strengths[3:]) == pytest.approx(
        5 + np.subtract.outer(strength, other)
    )
    assert split(zero_sum_pairs(exact_table(DISTINCT, PENNIES + 0.5))).share == pytest.approx(1)


@pytest.mark.parametrize("holes", [0.0, 0.25])
def test_noise_is_taken_off_with_the_right_degrees_of_freedom(holes: float) -> None:
    """Without cycles what is left of the squares is noise: on average as much as is subtracted."""
    rng, kept, spare = np.random.default_rng(1), [], []
    for _ in range(200):
        payoff = order(4, 6, rng)
        games = np.where(rng.random(payoff.shape) < holes, 0, rng.integers(20, 200, payoff.shape))
        pairs = zero_sum_pairs(two_roles((1 + payoff) / 2, games, rng))
        found = split(pairs)
        if np.isfinite(found.share) and found.parts == 1:
            kept.append(plain_share(pairs))
            spare.append(found.share)
    assert np.mean(kept) > 0.05
    assert np.mean(spare) < 0.03  # cut off at 0, so not 0 on average


@pytest.mark.parametrize("holes", [0.0, 0.25])
def test_the_corrected_share_is_unbiased(holes: float) -> None:
    rng = np.random.default_rng(2)
    payoff = mixed(5, 6, rng)
    games = np.where(rng.random(payoff.shape) < holes, 0, rng.integers(20, 200, payoff.shape))
    drawn = [zero_sum_pairs(two_roles((1 + payoff) / 2, games, rng)) for _ in range(300)]
    truth = true_share(payoff, games)
    assert 0.1 < truth < 0.9
    assert np.mean([split(one).share for one in drawn]) == pytest.approx(truth, abs=0.02)
    assert np.mean([plain_share(one) for one in drawn]) > truth + 0.02


def missed(tables: int, cyclic: bool, games: int, resamples: int) -> tuple[int, int]:
    """How often the interval that is printed lies above the truth, and below."""
    rng, above, below = np.random.default_rng(games), 0, 0
    for seed in range(tables):
        payoff = mixed(4, 5, rng) if cyclic else order(4, 5, rng)
        counts = np.full(payoff.shape, games)
        asked = question(two_roles((1 + payoff) / 2, counts, rng), resamples, seed=seed)
        share = TransitivityAnalyzer().answer(asked).sheets[0].rows[0][1]
        if share is None:  # nothing but noise, so nothing is claimed
            continue
        assert isinstance(share, Estimate)
        truth = true_share(payoff, counts)
        above, below = above + (share.low > truth + 1e-9), below + (share.high < truth - 1e-9)
    return above, below


@pytest.mark.parametrize("cyclic", [False, True])
def test_the_interval_of_the_share_holds_the_truth(cyclic: bool) -> None:
    assert sum(missed(25, cyclic, 60, 80)) <= 4


@pytest.mark.slow
@pytest.mark.parametrize("cyclic", [False, True])
@pytest.mark.parametrize("games", [25, 100])
def test_the_interval_of_the_share_holds_the_truth_in_many_tables(cyclic: bool, games: int) -> None:
    assert sum(missed(300, cyclic, games, 200)) <= 24


def test_tables_without_circuits_show_no_cycles() -> None:
    row = two_roles(np.full((1, 5), 0.5), 20, np.random.default_rng(0))
    with pytest.raises(InputError, match="form no circuit"):
        TransitivityAnalyzer().answer(question(row))
    with pytest.raises(InputError, match="no pair has two samples"):
        TransitivityAnalyzer().answer(question(two_roles(np.full((2, 2), 0.5), 1, np.random.default_rng(0))))


# circles


def test_pennies_are_found_and_certain_only_with_games() -> None:
    payoff = np.array([[0.5, -0.5, 0.9], [-0.5, 0.5, 0.8]])
    (circle,) = pennies(payoff)
    assert circle.above == ((0, 0), (1, 1))
    assert float(circle.least(payoff, payoff)) == pytest.approx(1.0)
    for games, certain in ((4, False), (400, True)):
        asked = question(two_roles((1 + payoff) / 2, games, np.random.default_rng(3)))
        finding = TransitivityAnalyzer().answer(asked)
        least = finding.sheets[1].rows[0][1]
        assert isinstance(least, Estimate)
        assert (least.low > 0) == certain
        assert finding.sheets[1].rows[0][0] == "r0, r1 against c0, c1"
    assert pennies(np.subtract.outer(np.arange(4.0), np.arange(3.0))) == []


# layers and diversity


def test_both_supports_are_peeled_together() -> None:
    """Matching pennies, around it a worse row and two columns that are worse for the column player."""
    payoff = np.array([[1.0, -1.0, 2.0, 3.0], [-1.0, 1.0, 2.0, 3.0], [-3.0, -3.0, 0.0, 1.0]])
    rows, columns = nash_layers(payoff, solve)
    assert rows.tolist() == [0, 0, 1]
    assert columns.tolist() == [0, 0, 1, 2]
    strong, weak = relative_performance(payoff, (rows, columns), solve)
    assert strong == pytest.approx([2.5, -1.0])  # against columns 2 and 3; against columns 0, 1 and column 3
    assert weak == pytest.approx([3.0, -2.0, -2.0])
    found = ClustersAnalyzer().answer(question(exact_table(DISTINCT, payoff)))
    assert [sheet.title for sheet in found.sheets] == [
        *("Layers of row", "Layers of column"),
        *("The top of row", "The top of column"),
    ]


def test_the_diversity_of_two_roles_is_around_the_value() -> None:
    row, column = solve(PENNIES + 0.3)
    assert effective_diversity(PENNIES + 0.3, row, column) == pytest.approx(0.5)
    plain, shifted = (
        DiversityAnalyzer().answer(question(exact_table(DISTINCT, payoff))).sheets[0].rows
        for payoff in (PENNIES, PENNIES + 0.3)
    )
    assert [row[1].value for row in plain] == pytest.approx([row[1].value for row in shifted], abs=1e-9)
    assert plain[0][1].bound == "exact"


# clones


def test_clones_of_a_role_are_called_different_no_more_often_than_said() -> None:
    rng, extreme = np.random.default_rng(2), []
    chance = np.array([[0.8, 0.6, 0.5, 0.3], [0.8, 0.6, 0.5, 0.3], [0.3, 0.3, 0.9, 0.9]])
    for _ in range(200):
        records = Records.of(samples_of(two_roles(chance, 30, rng, ties=0.2)), alike=False)
        compared = [records.compared(pair) for pair in ((0, 1), (0, 2))]
        extreme.append([each.as_uneven(199, rng) for each in compared if each])
    p_values = (1 + np.array(extreme)) / 200
    assert np.mean(p_values[:, 0] <= 0.05) < 0.09
    assert np.mean(p_values[:, 0] <= 0.5) > 0.3
    assert np.mean(p_values[:, 1] <= 0.05) > 0.95


def test_clones_are_looked_for_in_both_roles() -> None:
    chance = np.array([[0.9, 0.5], [0.9, 0.5], [0.1, 0.5]])
    finding = ClonesAnalyzer().answer(question(two_roles(chance, 100, np.random.default_rng(5))))
    assert [sheet.title for sheet in finding.sheets] == ["Could be the same of row", "Could be the same of column"]
    assert "r0 and r1" in finding.sentences[0]
    assert "tell all policies of column apart" in finding.sentences[1]


# what has no accepted definition


def test_general_sums_are_refused_with_the_reason_and_a_remedy() -> None:
    table = exact_table(DISTINCT, PENNIES).with_exact((0, 0), (3.0, 2.0))
    for one in (TransitivityAnalyzer(), ClustersAnalyzer(), DiversityAnalyzer()):
        with pytest.raises(InputError, match="constant sum") as error:
            one.answer(question(table))
        assert error.value.remedy
