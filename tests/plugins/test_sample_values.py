"""The samples of a table told from its sums: exactly without ties, with the same sums otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psrokit.api import Floats, InputError, PayoffTable
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.statistics.sample_values import VALUES, sample_counts

GAMES = st.sampled_from([1.0, 0.0, -1.0])
ALIKE, ROLES = ("player", "player"), ("row", "column")


def sample_values(table: PayoffTable, profile: tuple[int, int]) -> Floats:
    """The samples themselves, the greatest first."""
    return np.repeat(VALUES, sample_counts(table, profile))


def pairs(*returns: tuple[float | None, float | None]) -> PayoffTable:
    """What policy 0 got against policy 1 in both games of each pair, None for a failure."""
    groups = [[None if x is None else (x, -x), None if y is None else (-y, y)] for x, y in returns]
    return PayoffTable.empty(ALIKE, (2, 2)).with_groups(((0, 1), group) for group in groups)


@given(st.lists(st.tuples(GAMES, GAMES), min_size=1, max_size=30))
def test_samples_of_pairs_have_the_number_the_sum_and_the_squares(returns: list[tuple[float, float]]) -> None:
    real = sorted(((x + y) / 2 for x, y in returns), reverse=True)
    found = sample_values(pairs(*returns), (0, 1))
    assert len(found) == len(real)
    assert found.sum() == sum(real)
    assert (found**2).sum() == sum(x * x for x in real)
    if sum(game == 0 for pair in returns for game in pair) < 2:
        assert found.tolist() == real


@given(st.lists(st.tuples(st.one_of(GAMES, st.none()), GAMES), min_size=1, max_size=12))
def test_pairs_with_a_failed_game_are_no_samples(returns: list[tuple[float | None, float]]) -> None:
    whole = [(x + y) / 2 for x, y in returns if x is not None]
    found = sample_values(pairs(*returns), (0, 1))
    assert (len(found), found.sum()) == (len(whole), sum(whole))


def test_single_games_are_told_exactly() -> None:
    rows = PayoffTable.empty(ROLES, (1, 1)).with_groups(((0, 0), [(x, -x)]) for x in (1.0, 0.0, 0.0, -1.0, 1.0))
    assert sample_values(rows, (0, 0)).tolist() == [1, 1, 0, 0, -1]
    square = head_to_head([[0, 3], [1, 0]], [[0, 2], [2, 0]])
    assert sample_values(square, (0, 1)).tolist() == [1, 1, 1, 0, 0, -1]


def test_sums_of_no_games_are_refused() -> None:
    table = head_to_head([[0, 3], [1, 0]])
    for squares in (table.squares + 0.3, table.squares + 1, table.squares - 1):
        with pytest.raises(InputError, match=r"sums of cell \(0, 1\) are those of no won, tied and lost games"):
            sample_values(replace(table, squares=squares), (0, 1))


def test_as_many_games_are_tied_as_were() -> None:
    """Four halves and a loss have the same sums as three even pairs and two losses, but only four tied games."""
    even, lost = (0.0, 0.0), (-1.0, -1.0)
    assert sample_values(pairs(even, even, even, lost, lost), (0, 1)).tolist() == [0, 0, 0, -1, -1]
    split = pairs((1.0, -1.0))
    with pytest.raises(InputError, match="no won, tied and lost games"):  # an even pair has two tied games, or none
        sample_values(replace(split, ties=np.array([[0, 1], [1, 0]])), (0, 1))


def test_halves_are_as_many_as_independent_games_would_have() -> None:
    rng = np.random.default_rng(0)
    returns = rng.choice([1.0, 0.0, -1.0], p=[0.4, 0.3, 0.3], size=(400, 2))
    found = sample_values(pairs(*map(tuple, returns.tolist())), (0, 1))
    assert np.count_nonzero(np.abs(found) == 0.5) == pytest.approx(400 * 2 * 0.3 * 0.7, abs=25)
