"""Whether returns are wins, ties and losses: what games show, what exact payoffs show, and what a table must state."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psrokit.api import PayoffTable, as_win_rates, doubt, returns_are_wins, samples_are_wins
from psrokit.store.growth import grown_table_data, grown_table_from
from psrokit.store.rows import json_text, table_data, table_from

ALIKE, DISTINCT = ("player", "player"), ("row", "column")
SUMS, COUNTS, EXACT = "not the wins less the losses", "were not counted", "only where the table states it"


def games(seats: tuple[str, str], *groups: Sequence[float | None]) -> PayoffTable:
    """A table of 2 x 2 policies with these groups in cell (0, 1): what seat 0 got in each match, None for a failure."""
    table = PayoffTable.empty(seats, (2, 2))
    return table.with_groups(((0, 1), [None if x is None else (x, -x) for x in group]) for group in groups)


@given(
    st.lists(st.tuples(*[st.sampled_from([1.0, 0.0, -1.0, None])] * 2), min_size=1, max_size=8),
    st.lists(st.sampled_from([1.0, 0.0, -1.0, None]), min_size=1, max_size=8),
)
def test_won_tied_lost_and_failed_games_leave_no_doubt(
    pairs: list[tuple[float | None, float | None]], singles: list[float | None]
) -> None:
    for own in ((0, 1), (0, 0)):
        alike = PayoffTable.empty(ALIKE, (2, 2))
        alike = alike.with_groups((own, [None if x is None else (x, -x) for x in pair]) for pair in pairs)
        assert doubt(alike) is None
    assert doubt(games(DISTINCT, *[[single] for single in singles])) is None


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (games(DISTINCT, [2.0], [-2.0]), SUMS),
        (games(DISTINCT, [0.5], [1.0]), SUMS),
        (games(DISTINCT, [0.5], [-0.5]), SUMS),
        (games(ALIKE, [2.0, -1.0]), "not from -1 to 1"),
        (games(ALIKE, [2.0, -1.0], [0.0, 0.0]), SUMS),
        (games(ALIKE, [0.5, -0.5], [0.0, 0.0]), SUMS),
        (games(ALIKE, [0.5, -0.5], [0.5, -0.5], [0.0, None]), SUMS),
        (replace(games(ALIKE, [1.0, -1.0], [0.0, None]), failures=np.zeros((2, 2), dtype=np.int64)), SUMS),
        (replace(games(DISTINCT, [1.0], [0.0]), ties=np.zeros((2, 2), dtype=np.int64)), SUMS),
        (replace(games(DISTINCT, [0.0]), ties=np.zeros((2, 2), dtype=np.int64)), COUNTS),
        (PayoffTable.empty(DISTINCT, (2, 2)).with_groups([((0, 1), [(1.0, 0.0)])]), "do not add up to 0"),
    ],
)
def test_other_returns_of_games_are_doubted_whatever_the_table_states(table: PayoffTable, reason: str) -> None:
    for each in (table, replace(table, win_loss=True)):
        found = doubt(each)
        assert found is not None
        assert found[0] == (0, 1)
        assert reason in found[1]
        assert not returns_are_wins(each)
        assert not samples_are_wins(each)


def test_an_exact_outcome_is_one_and_a_fraction_must_be_stated() -> None:
    table = games(DISTINCT, [1.0], [-1.0], [0.0])
    for outcome in (1.0, 0.0, -1.0):
        assert doubt(table.with_exact((1, 0), (outcome, -outcome))) is None
    fraction = table.with_exact((1, 0), (0.25, -0.25))
    assert doubt(fraction) == ((1, 0), f"an exact payoff like this is a win rate {EXACT}")
    assert samples_are_wins(fraction)
    assert returns_are_wins(replace(fraction, win_loss=True))
    assert not returns_are_wins(replace(table.with_exact((1, 0), (1.5, -1.5)), win_loss=True))
    assert not returns_are_wins(replace(table.with_exact((1, 0), (np.inf, -np.inf)), win_loss=True))


def test_small_payoffs_are_no_ties() -> None:
    """A game in units of a million millionth is no game of ties, and what rounding leaves of a tie is one."""
    small = PayoffTable.empty(DISTINCT, (1, 2)).with_exact((0, 0), (3e-12, -1e-12)).with_exact((0, 1), (0.0, 0.0))
    assert doubt(small) == ((0, 0), "the two payoffs do not add up to 0")
    assert not returns_are_wins(small.with_exact((0, 0), (3e-12, -3e-12)))
    assert returns_are_wins(small.with_exact((0, 0), (3e-17, -3e-17)))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 100), (-1, 1), (3, 7)])
def test_win_rates_between_any_ends_become_returns(low: float, high: float) -> None:
    rates = np.array([[0.62, 0.5], [1.0, 0.0]])
    table = PayoffTable.empty(DISTINCT, (2, 2))
    for cell, rate in np.ndenumerate(rates):
        table = table.with_exact((cell[0], cell[1]), [low + (high - low) * share for share in (rate, 1 - rate)])
    stated = as_win_rates(replace(table, returns=(low, high)), (low, high))
    assert np.allclose(stated.mean, [2 * rates - 1, 1 - 2 * rates], atol=1e-12)
    assert returns_are_wins(stated)


def test_samples_are_brought_to_returns_with_their_spread() -> None:
    table = PayoffTable.empty(DISTINCT, (1, 2)).with_groups([((0, 0), [(rate, 100 - rate)]) for rate in (20, 80, 90)])
    stated = as_win_rates(table, (0, 100))
    expected = PayoffTable.empty(DISTINCT, (1, 2)).with_groups([((0, 0), [(x, -x)]) for x in (-0.6, 0.6, 0.8)])
    assert np.allclose(stated.total, expected.total)
    assert np.allclose(stated.squares, expected.squares)
    assert stated.holes() == [(0, 1)]
    assert np.array_equal(as_win_rates(table).total, table.total)


def test_a_cell_that_has_payoffs_is_the_example_of_a_doubt() -> None:
    table = replace(games(DISTINCT, [3.0]), returns=(-3.0, 3.0))
    found = doubt(table)
    assert found is not None
    assert found[0] == (0, 1)
    assert doubt(replace(PayoffTable.empty(DISTINCT, (2, 2)), returns=(-3.0, 3.0))) is not None


def test_more_players_have_no_wins() -> None:
    table = PayoffTable.empty(("a", "b", "c"), (1, 1, 1)).with_exact((0, 0, 0), (1.0, -1.0, 0.0))
    assert doubt(table) == ((0, 0, 0), "the game has 3 players")


def test_what_a_table_states_is_kept_wherever_it_goes() -> None:
    stated = replace(games(ALIKE, [1.0, 1.0]), win_loss=True)
    grown = stated.grown((3, 3)).with_exact((2, 2), (0.0, 0.0)).with_groups([((0, 2), [(1.0, -1.0), (0.0, 0.0)])])
    assert grown.win_loss
    assert table_from(json.loads(json_text(table_data(grown)))).win_loss
    assert grown_table_from(json.loads(json_text(grown_table_data(stated.grown((3, 3)), stated))), stated).win_loss
    plain = replace(stated, win_loss=False)
    assert "win_loss" not in table_data(plain)
    assert not table_from(table_data(plain)).win_loss
    later = grown_table_from(json.loads(json_text(grown_table_data(stated, plain))), plain)
    assert later.win_loss
