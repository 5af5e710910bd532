"""The evaluator `sampled`: how many games, from which seeds, and what failures do."""

from __future__ import annotations

import numpy as np
import pytest
from planted import FakeBackwardsVenue, FakeFailingVenue, HereVenue, Planted, population, same, symmetric_chances

from psrokit.api import InputError, IntegrityError, PayoffTable
from psrokit.testing import check_evaluator
from psrokit_plugins.evaluators.sampled import Sampled

SKEW = np.random.default_rng(0).normal(size=(4, 4))
ALIKE = Planted(symmetric_chances(SKEW))
DISTINCT = Planted(((0.9, 0.2), (0.4, 0.7)), roles=("row", "column"))


def fill(game: Planted, size: int, pairs: int, venue: HereVenue, table: PayoffTable | None = None) -> PayoffTable:
    people = population(game.seats, size)
    start = (table or PayoffTable.empty(game.seats, (0, 0))).grown(people.sizes(game.seats))
    return Sampled(pairs).fill(game, people, start, venue, 5)


def test_every_pair_of_policies_meets_in_one_call_and_the_diagonal_is_exact() -> None:
    venue = HereVenue(ALIKE)
    table = fill(ALIKE, 4, 30, venue)
    off_diagonal = ~np.eye(4, dtype=bool)
    assert len(venue.calls) == 1
    assert len(venue.matches) == 6 * 30 * 2
    assert {match.purpose for match in venue.matches} == {"payoff"}
    assert (table.count[off_diagonal] == 30).all()
    assert table.exact.tolist() == np.eye(4, dtype=bool).tolist()
    assert not table.mean[:, np.eye(4, dtype=bool)].any()
    assert np.array_equal(table.mean[0], -table.mean[1])
    assert np.array_equal(table.mean[0], -table.mean[0].T)


def test_the_means_estimate_the_planted_payoffs() -> None:
    table = fill(ALIKE, 4, 150, HereVenue(ALIKE))
    assert np.abs(table.mean[0] - ALIKE.payoff).max() < 0.15


def test_distinct_roles_play_single_games_and_no_cell_is_free() -> None:
    venue = HereVenue(DISTINCT)
    table = fill(DISTINCT, 2, 50, venue)
    assert len(venue.matches) == 4 * 50
    assert not table.exact.any()
    assert (table.games == 50).all()


def test_an_equal_share_of_a_constant_sum_that_is_not_zero() -> None:
    table = fill(Planted(ALIKE.chances, total=1.0), 4, 10, HereVenue(Planted(ALIKE.chances, total=1.0)))
    assert table.mean[:, 2, 2].tolist() == [0.5, 0.5]


def test_the_order_of_arrival_changes_no_byte() -> None:
    assert same(fill(ALIKE, 4, 20, HereVenue(ALIKE)), fill(ALIKE, 4, 20, FakeBackwardsVenue(ALIKE)))


def test_a_growing_population_plays_only_its_border_and_ends_at_the_same_bytes() -> None:
    small = fill(ALIKE, 3, 20, HereVenue(ALIKE))
    venue = HereVenue(ALIKE)
    grown = fill(ALIKE, 4, 20, venue, small)
    assert len(venue.matches) == 3 * 20 * 2
    assert same(grown, fill(ALIKE, 4, 20, HereVenue(ALIKE)))


def test_more_pairs_later_are_the_pairs_that_were_missing() -> None:
    few = fill(ALIKE, 3, 5, HereVenue(ALIKE))
    assert same(fill(ALIKE, 3, 20, HereVenue(ALIKE), few), fill(ALIKE, 3, 20, HereVenue(ALIKE)))


def test_a_full_table_is_not_played_again() -> None:
    venue = HereVenue(ALIKE)
    table = fill(ALIKE, 3, 20, HereVenue(ALIKE))
    assert same(fill(ALIKE, 3, 20, venue, table), table)
    assert venue.calls == []


def test_cells_have_seeds_of_their_own_and_both_games_of_a_pair_share_one() -> None:
    venue = HereVenue(ALIKE)
    fill(ALIKE, 4, 25, venue)
    seeds = [match.seed for match in venue.matches]
    assert len(set(seeds)) == len(seeds) / 2 == 6 * 25
    assert all(one.seed == two.seed for one, two in zip(venue.matches[::2], venue.matches[1::2], strict=True))
    assert all(
        one.policies == two.policies[::-1] for one, two in zip(venue.matches[::2], venue.matches[1::2], strict=True)
    )


def test_a_failed_match_costs_its_pair_and_is_counted() -> None:
    venue = FakeFailingVenue(ALIKE, lost=3)
    table = fill(ALIKE, 3, 40, venue)
    off_diagonal = ~np.eye(3, dtype=bool)
    lost = sum(match.seed % 10 < 3 for match in venue.matches)
    assert 0 < lost == table.failures[off_diagonal].sum() / 2
    assert (table.count + table.failures // 2)[off_diagonal].tolist() == [40] * 6
    again = FakeFailingVenue(ALIKE, lost=3)
    assert same(fill(ALIKE, 3, 40, again, table), table)
    assert again.calls == []


def test_a_cell_without_two_samples_is_named() -> None:
    with pytest.raises(IntegrityError, match=r"cell \(0, 1\) \(action-0 against action-1\) has 0 complete groups"):
        fill(ALIKE, 2, 5, FakeFailingVenue(ALIKE, lost=10))


def test_fewer_than_two_pairs_are_refused() -> None:
    with pytest.raises(InputError, match="at least 2 pairs per cell"):
        Sampled(pairs=1)


@pytest.mark.parametrize("game", [ALIKE, DISTINCT])
def test_it_conforms(game: Planted) -> None:
    check_evaluator(Sampled(5), game, population(game.seats, 2), HereVenue(game))
