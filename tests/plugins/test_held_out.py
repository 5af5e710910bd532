"""A bracket from games that did not choose the mixture it judges."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from tables import DISTINCT, sampled_table

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.statistics.held_out import _means_without, _unseen, held_out_bracket
from psrokit_plugins.tables.payoffs import table_of_payoffs

CHICKEN = np.array([[[0.0, 7.0], [2.0, 6.0]], [[0.0, 2.0], [7.0, 6.0]]])
CHANCES = np.array([[0.5, 0.7, 0.35], [0.3, 0.5, 0.6], [0.65, 0.4, 0.5]])


def test_a_bracket_from_the_other_half_of_the_games_holds_its_mixture() -> None:
    rng = np.random.default_rng(0)
    check_brackets(lambda: sampled_heads(CHANCES, 60, rng), 2 * CHANCES - 1, rng)


def sampled_heads(chances: Floats, games: int, rng: np.random.Generator) -> PayoffTable:
    won = np.triu(rng.binomial(games, chances), 1)
    return head_to_head(won + np.tril(games - won.T, -1))


def test_a_bracket_from_the_other_half_of_mirrored_pairs_holds_its_mixture() -> None:
    """With so many ties that sums leave several possibilities for the samples."""
    rng = np.random.default_rng(1)
    check_brackets(lambda: sampled_pairs(CHANCES, 0.3, 40, rng), 0.7 * (2 * CHANCES - 1), rng)


def check_brackets(sample: Callable[[], PayoffTable], truth: Floats, rng: np.random.Generator) -> None:
    """At 90 % they hold the exploitability of the mixture that one half chose, in at least as many of 120 rounds."""
    held, rounds, kept = 0, 120, list[MetaStrategy]()
    for _ in range(rounds):
        table = sample()
        kept.clear()
        found = held_out_bracket(table, lambda one: kept.append(Nash().solve(one)) or kept[-1], 0.9, 400, rng)
        true = float((truth @ kept[0].weights["player"]).max())
        held += found.bracket.low <= true <= found.bracket.high
        assert found.rows >= 4
    assert held >= 0.9 * rounds


def sampled_pairs(chances: Floats, tied: float, pairs: int, rng: np.random.Generator) -> PayoffTable:
    """Mirrored pairs whose two games share their luck: the better side of the deal is worth 0.2 of chance."""
    table = PayoffTable.empty(("player", "player"), chances.shape)
    for own in range(len(chances)):
        table = table.with_exact((own, own), (0.0, 0.0))
    for i, j in combinations(range(len(chances)), 2):
        luck = rng.choice([-0.1, 0.1], (pairs, 1)) * [1, -1]
        won = np.where(rng.random((pairs, 2)) < chances[i, j] + luck, 1.0, -1.0) * (rng.random((pairs, 2)) >= tied)
        table = table.with_groups(((i, j), [(x, -x), (-y, y)]) for x, y in won.tolist())
    return table


def test_no_game_both_chooses_and_judges() -> None:
    table = sampled_table(CHANCES, 41, DISTINCT)
    unseen = dict(_unseen(table, np.random.default_rng(0)))
    means = _means_without(unseen, table, 0.0)
    assert {profile: len(games) for profile, games in unseen.items()} == dict.fromkeys(table.profiles(), 20)
    for profile, games in unseen.items():
        assert means[(0, *profile)] * 21 + games.sum() == pytest.approx(table.total[(0, *profile)])
        assert means[(1, *profile)] == -means[(0, *profile)]


def test_a_column_that_always_loses_gains_two_by_the_one_that_always_wins() -> None:
    table = sampled_table(np.array([[0.0, 1.0], [0.0, 1.0]]), 60, DISTINCT)
    loser = MetaStrategy({"row": np.array([0.5, 0.5]), "column": np.array([0.0, 1.0])})
    found = held_out_bracket(table, lambda _: loser, 0.9, 400, np.random.default_rng(0)).bracket
    assert 0.5 < found.low <= found.value == 2.0 < found.high


def test_two_roles_are_held_out_too_and_other_returns_are_refused() -> None:
    rng = np.random.default_rng(0)
    table = sampled_table(np.array([[0.9, 0.1], [0.2, 0.8]]), 60, DISTINCT)
    found = held_out_bracket(table, Nash().solve, 0.9, 400, rng)
    assert 0 <= found.bracket.low < found.bracket.high < 2
    assert 4 <= found.rows <= 30
    assert held_out_bracket(sampled_table(np.full((2, 2), 0.5), 20), Nash().solve, 0.9, 400, rng).rows >= 4
    with pytest.raises(InputError, match="won, tied and lost them"):
        held_out_bracket(
            table_of_payoffs(DISTINCT, CHICKEN),
            Nash().solve,
            0.9,
            400,
            rng,
        )
