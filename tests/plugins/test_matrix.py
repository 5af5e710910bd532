"""The game `matrix`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from exact_games import ROCK_PAPER_SCISSORS, Here, iterated, nash_conv, setup

from psrokit.api import InputError, Match, spec
from psrokit.catalog import build
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.policies.mixed import Mixed
from psrokit_plugins.policies.pure import Pure

CHICKEN = [[[6, 2], [7, 0]], [[6, 7], [2, 0]]]


def test_one_matrix_is_a_zero_sum_game_of_row_and_column() -> None:
    game = Matrix([[3, -1], [0.5, 2]])
    assert game.seats == ("row", "column")
    assert game.utility_sum == 0
    outcomes = dict(Here(game).play([Match((Pure(0), Pure(1)), 1, "test"), Match((Pure(1), Pure(0)), 1, "test")]))
    assert [outcomes[0].returns, outcomes[1].returns] == [(-1.0, 1.0), (0.5, -0.5)]


def test_a_table_per_player_is_a_general_sum_game() -> None:
    game = Matrix(CHICKEN)
    assert game.utility_sum is None
    assert Matrix([[[1, 3], [0, 2]], [[3, 1], [4, 2]]]).utility_sum == 4
    ((_, outcome),) = Here(game).play([Match((Pure(1), Pure(0)), 1, "test")])
    assert outcome.returns == (7.0, 2.0)


def test_three_players_choose_at_once_and_are_numbered() -> None:
    payoffs = np.random.default_rng(1).normal(size=(3, 2, 3, 4))
    game = Matrix(payoffs.tolist())
    assert game.seats == ("player_0", "player_1", "player_2")
    episode = game.deal(1)
    assert {seat: observation.legal for seat, observation in episode.pending().items()} == {
        0: (0, 1),
        1: (0, 1, 2),
        2: (0, 1, 2, 3),
    }
    episode.advance({2: 3, 0: 1, 1: 2})
    assert not episode.pending()
    np.testing.assert_array_equal(episode.returns(), payoffs[:, 1, 2, 3])


@pytest.mark.parametrize(
    ("payoffs", "said"),
    [
        ([[0, 1], [float("nan"), 0]], "payoffs[1][0] is nan; payoffs must be finite"),
        ([[0, float("inf")], [1, 0]], "payoffs[0][1] is inf"),
        ([[0, 1], [1, "many"]], "payoffs[1][1] is 'many', which is no number"),
        ([[0, True], [1, 0]], "payoffs[0][1] is True, which is no number"),
        ([[0, None], [1, 0]], "payoffs[0][1] is None"),
        ([[0, 1], [1, 0, 2]], "payoffs[1] is a list of 3 numbers, but payoffs[0] is a list of 2 numbers"),
        ([[0, 1], 3], "payoffs[1] is a single number, but payoffs[0] is a list of 2 numbers"),
        ([[0, 1], []], "payoffs[1] is empty"),
        ([1, 2, 3], "payoffs is one list of numbers"),
        ([[[0, 1]], [[1, 0]], [[0, 0]]], "payoffs holds 3 tables, each nested 2 deep"),
        ([], "needs either `payoffs` or `csv`"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused_by_cell(payoffs: list[Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        Matrix(payoffs)
    assert said in str(caught.value)


def test_payoffs_may_stand_in_a_csv_file(tmp_path: Path) -> None:
    file = tmp_path / "rps.csv"
    file.write_text("\ufeff0, -1, 1\r\n1,0,-1\r\n\r\n-1,1,0\r\n", encoding="utf-8")
    read = Matrix(csv=file, seats=("player", "player"))
    np.testing.assert_array_equal(read.exact().payoffs, Matrix(ROCK_PAPER_SCISSORS).exact().payoffs)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,2\n3,four\n", "table.csv[1][1] is 'four', which is no number"),
        ("1,2\n3,\n", "table.csv[1][1] is '', which is no number"),
        ("1,2\n3,nan\n", "table.csv[1][1] is nan"),
        ("1,2\n3,4,5\n", "table.csv[1] is a list of 3 numbers"),
        ("\n\n", "holds no payoffs"),
    ],
)
def test_a_wrong_cell_of_a_csv_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Matrix(csv=file)
    assert said in str(caught.value)


def test_payoffs_and_csv_together_or_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Matrix(csv=tmp_path / "absent.csv")
    with pytest.raises(InputError, match="needs either"):
        Matrix([[0, 1], [1, 0]], csv=tmp_path / "absent.csv")


def test_equal_roles_are_accepted_where_players_are_interchangeable() -> None:
    assert Matrix(ROCK_PAPER_SCISSORS, seats=("player", "player")).seats == ("player", "player")
    assert Matrix(CHICKEN, seats=("driver", "driver")).utility_sum is None
    votes = np.zeros((3, 2, 2, 2))
    for cell in np.ndindex(2, 2, 2):
        votes[(slice(None), *cell)] = [action == (sum(cell) >= 2) for action in cell]
    assert Matrix(votes.tolist(), seats=("voter",) * 3).seats == ("voter",) * 3


@pytest.mark.parametrize(
    ("payoffs", "seats", "said"),
    [
        (
            [[0, 3], [2, 0]],
            ("p", "p"),
            "player 0 gets 3 in cell [0, 1], but player 1 gets -2 in the mirrored cell [1, 0]",
        ),
        ([[1, 3], [-3, 0]], ("p", "p"), "player 0 gets 1 in cell [0, 0], but player 1 gets -1"),
        ([[0, 3, 1], [-3, 0, 1]], ("p", "p"), "different numbers of actions"),
        ([[0, 3], [-3, 0]], ("p", "p", "p"), "3 seats for 2 players"),
    ],
)
def test_equal_roles_that_are_not_interchangeable_are_refused(
    payoffs: list[Any], seats: tuple[str, ...], said: str
) -> None:
    with pytest.raises(InputError) as caught:
        Matrix(payoffs, seats=seats)
    assert said in str(caught.value)
    assert caught.value.place == "seats"


def test_the_exact_form_is_the_table() -> None:
    payoffs = np.random.default_rng(2).normal(size=(3, 2, 3, 4))
    form = Matrix(payoffs.tolist()).exact()
    plans = [form.plans(seat, [Pure(action) for action in range(size)]) for seat, size in enumerate((2, 3, 4))]
    np.testing.assert_allclose(form.table(plans), payoffs, atol=1e-15)


def test_rock_paper_scissors_ends_at_the_uniform_mixture_from_any_start() -> None:
    for seats in (("player", "player"), ("row", "column")):
        game = Matrix(ROCK_PAPER_SCISSORS, seats=seats)
        for start in (Pure(0), Pure(2), Mixed((0.5, 0.5, 0.0))):
            final = iterated(game, start, 4)[-1]
            assert nash_conv(setup(game), final) <= 1e-12
            for seat, role in enumerate(seats):
                members = [member.policy for member in final.population[role]]
                mixture = final.strategy.weights[role] @ game.exact().plans(seat, members)
                np.testing.assert_allclose(mixture[1:], 1 / 3, atol=1e-12)


def test_the_spec_builds_an_equal_game() -> None:
    for game in (Matrix(ROCK_PAPER_SCISSORS, seats=("player", "player")), Matrix(CHICKEN)):
        again = build("game", spec(game))
        assert again == game
        assert spec(again) == spec(game)
