"""One range of returns for all that needs one: what the table states, else what it shows."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from psrokit.api import InputError, NamedTable, PayoffTable, return_bounds, returns_are_wins, stating
from psrokit.store.growth import grown_table_data, grown_table_from
from psrokit.store.rows import json_text, table_data, table_from
from psrokit.testing.games_won import head_to_head

ROLES = ("row", "column")


def played(*returns: tuple[float, float]) -> PayoffTable:
    """Two pairs of policies and what the two seats got, in turn in a game of the one and of the other."""
    games = [((0, number % 2), [each]) for number, each in enumerate(returns)]
    return PayoffTable.empty(ROLES, (1, 2)).with_groups(games)


def ends(table: PayoffTable) -> list[list[float]]:
    return [end.tolist() for end in return_bounds(table)]


def test_what_is_stated_holds_and_else_minus_1_to_1_where_nothing_contradicts_it() -> None:
    assert ends(played((0.2, 0.3), (0.1, 0.0))) == [[-1, -1], [1, 1]]
    assert ends(head_to_head([[0, 7], [3, 0]])) == [[-1, -1], [1, 1]]
    assert ends(PayoffTable.empty(ROLES, (1, 1))) == [[-1, -1], [1, 1]]
    assert ends(stating(played((0.2, 0.3), (0.0, 0.0)), (0, 13))) == [[0, 0], [13, 13]]


def test_returns_reach_as_far_as_each_seat_was_seen_to_get() -> None:
    varied = played((4.0, 100.0), (3.0, 150.0), (2.0, 300.0), (3.0, 150.0))
    assert np.allclose(return_bounds(varied), [[2, 100], [4, 300]])
    exact = PayoffTable.empty(ROLES, (1, 2)).with_exact((0, 0), (7.0, 0.0)).with_exact((0, 1), (3.0, 0.5))
    assert ends(exact) == [[3, 0], [7, 0.5]]


def test_seats_with_a_constant_sum_can_lose_what_the_other_can_win() -> None:
    assert np.allclose(return_bounds(played((4.0, -4.0), (1.0, -1.0))), [[-4, -4], [4, 4]])
    assert ends(played((0.75, 0.25), (1.0, 0.0))) == [[0, 0], [1, 1]]
    assert ends(stating(played((2.0, 1.0)), (-5.0, 5.0))) == [[-2, -2], [5, 5]]


@pytest.mark.parametrize(
    ("table", "returns", "message"),
    [
        (
            played((1.0, -1.0), (0.0, 0.0), (-1.5, 1.5)),
            (-1.0, 1.0),
            r"cell \(0, 0\) returned something outside \[-1, 1\]",
        ),
        (played((4.0, 4.0)), (-1.0, 1.0), "outside"),
        (played((0.0, 0.0)), (1.0, 1.0), "no range"),
        (played((0.0, 0.0)), (-np.inf, 1.0), "no range"),
        (replace(head_to_head([[0, 7], [3, 0]]), win_loss=True), (-5.0, 5.0), "won, tied and lost return -1 to 1"),
    ],
)
def test_a_statement_that_evidence_contradicts_is_refused(
    table: PayoffTable, returns: tuple[float, float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        stating(table, returns)


def test_an_error_about_a_cell_names_its_policies_where_they_are_known() -> None:
    named = NamedTable(played((4.0, 4.0)), {"row": ("rock",), "column": ("paper", "none")}, "games.csv")
    with pytest.raises(InputError, match=r"games.csv: the games of cell rock / paper returned something outside"):
        named.stating((-1.0, 1.0))
    assert named.stating((-1.0, 4.0)).table.returns == (-1.0, 4.0)


def test_games_of_another_range_are_no_wins() -> None:
    wins = head_to_head([[0, 7], [3, 0]])
    assert returns_are_wins(wins)
    assert returns_are_wins(stating(wins, (-1.0, 1.0)))
    assert not returns_are_wins(stating(wins, (-1.0, 2.0)))


def test_the_statement_outlives_growing_and_the_ledger() -> None:
    stated = stating(played((4.0, -4.0)), (-13.0, 13.0))
    grown = stated.grown((2, 2)).with_exact((1, 1), (0.0, 0.0))
    assert grown.returns == (-13.0, 13.0)
    assert table_from(json.loads(json_text(table_data(stated)))).returns == (-13.0, 13.0)
    assert grown_table_from(json.loads(json_text(grown_table_data(grown, stated))), stated).returns == (-13.0, 13.0)
    without = replace(stated, returns=None)
    assert grown_table_from(json.loads(json_text(grown_table_data(grown, without))), without).returns == (-13.0, 13.0)
    assert table_from(table_data(without)).returns is None
