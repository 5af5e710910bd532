"""The bracket of a table with fixed numbers of games holds the truth, also for the mixture solved from that table."""

from __future__ import annotations

import numpy as np
import pytest
from tables import STATEMENTS

from psrokit.api import InputError, MetaStrategy, PayoffTable
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric
from psrokit_plugins.statistics.even_chances import clopper_pearson
from psrokit_plugins.statistics.fixed_bracket import fixed_bounds, fixed_bracket
from psrokit_plugins.statistics.table_bracket import table_bracket


def played(chance: np.ndarray, draw: float, games: int, rng: np.random.Generator) -> PayoffTable:
    """Won with probability (1 - draw) * chance, tied with probability draw."""
    size = len(chance)
    wins, ties = np.zeros((size, size), dtype=np.int64), np.zeros((size, size), dtype=np.int64)
    for i in range(size):
        for j in range(i):
            won = chance[i, j] * (1 - draw)
            wins[i, j], ties[i, j], wins[j, i] = rng.multinomial(games, [won, draw, 1 - draw - won])
            ties[j, i] = ties[i, j]
    return head_to_head(wins, ties)


@pytest.mark.parametrize(("games", "draw"), [(12, 0.0), (50, 0.0), (50, 0.4)])
def test_the_bracket_covers_the_true_exploitability_of_the_mixture_from_the_same_games(games: int, draw: float) -> None:
    rng, level, held, rounds = np.random.default_rng(games), 0.9, 0, 150
    for _ in range(rounds):
        strength = rng.normal(0, 0.7, 6)
        chance = 1 / (1 + np.exp(-np.subtract.outer(strength, strength) - np.triu(rng.normal(0, 0.5, (6, 6)), 1)))
        chance = np.triu(chance, 1) + np.tril(1 - chance.T, -1)
        table = played(chance, draw, games, rng)
        weights = solve_symmetric(table.mean[0]).row
        bracket = fixed_bracket(table, MetaStrategy({"player": weights}), level)
        payoff = (1 - draw) * (2 * chance - 1)
        np.fill_diagonal(payoff, 0.0)
        held += bracket.low <= (payoff @ weights).max() + 1e-12 <= bracket.high + 1e-12
    assert held >= level * rounds


@pytest.mark.parametrize(("table", "statements"), STATEMENTS)
def test_bounds_of_all_cells_share_the_error(table: PayoffTable, statements: int) -> None:
    shares = clopper_pearson(table.count * (1 + table.mean) / 2, table.count, (1 - 0.9) / statements)
    for found, wanted in zip(fixed_bounds(table, 0.9), shares, strict=True):
        np.testing.assert_allclose(found, 2 * wanted - 1, atol=1e-12)


def test_it_is_narrower_than_one_that_holds_at_all_times() -> None:
    table = head_to_head([[0, 26, 40], [24, 0, 35], [10, 15, 0]])
    strategy = MetaStrategy({"player": np.array([1.0, 0, 0])})
    fixed = fixed_bracket(table, strategy, 0.95)
    anytime = table_bracket(table, strategy, 0.95)
    assert 0 <= fixed.low <= fixed.high < anytime.high


def test_exact_payoffs_have_no_width_and_holes_the_whole_range() -> None:
    table = PayoffTable.empty(("p", "p"), (3, 3)).with_exact((0, 1), (0.25, -0.25))
    for own in range(3):
        table = table.with_exact((own, own), (0.0, 0.0))
    lower, upper = fixed_bounds(table, 0.95)
    assert lower[0, 0, 1] == upper[0, 0, 1] == 0.25
    assert (lower[0, 0, 2], upper[0, 0, 2]) == (-1.0, 1.0)
    certain = fixed_bracket(table, MetaStrategy({"p": np.array([0.0, 1.0, 0.0])}), 0.95)
    assert certain.low == 0.25
    assert certain.high == 1.0


def test_two_roles_are_added_up() -> None:
    table = PayoffTable.empty(("row", "column"), (2, 2))
    for profile, payoff in zip(table.profiles(), (1.0, -1.0, -1.0, 1.0), strict=True):
        table = table.with_exact(profile, (payoff, -payoff))
    pure = MetaStrategy({"row": np.array([1.0, 0]), "column": np.array([1.0, 0])})
    assert fixed_bracket(table, pure, 0.95).high == 2.0


def test_general_sums_add_what_each_role_gains() -> None:
    table = PayoffTable.empty(("a", "b"), (1, 2)).with_exact((0, 0), (1.0, 1.0)).with_exact((0, 1), (3.0, 2.0))
    strategy = MetaStrategy({"a": np.ones(1), "b": np.array([0.5, 0.5])})
    bracket = fixed_bracket(table, strategy, 0.95)
    assert (bracket.low, bracket.high) == pytest.approx((0.5, 0.5))
    with pytest.raises(InputError, match="independent mixtures"):
        fixed_bracket(table, MetaStrategy(strategy.weights, np.full((1, 2), 0.5)), 0.95)
