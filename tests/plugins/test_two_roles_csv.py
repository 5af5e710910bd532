"""A rectangle of wins whose rows and columns are policies of two roles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from table_files import write

from psrokit.api import InputError, read_table, returns_are_wins
from psrokit_plugins.table_formats.two_roles import TwoRolesCsv

ROLES = "attacker / defender,block,dodge\npush,30,10\nfeint,12,\n"


def test_the_first_cell_states_two_roles(tmp_path: Path) -> None:
    for corner in ("attacker / defender", "attacker/defender", " attacker \\ defender"):
        named = read_table(write(tmp_path, "r.csv", ROLES.replace("attacker / defender", corner)), games=50)
        assert dict(named.names) == {"attacker": ("push", "feint"), "defender": ("block", "dodge")}
        table = named.table
        assert table.seats == ("attacker", "defender")
        assert table.games.tolist() == [[50, 50], [50, 0]]
        assert table.wins.tolist() == [[[30, 10], [12, 0]], [[20, 40], [38, 0]]]
        assert table.mean[:, 0, 0] == pytest.approx([0.2, -0.2])
        assert table.holes() == [(1, 1)]
        assert returns_are_wins(table)
        assert "what was not won is taken as lost" in named.remarks[0]


def test_games_and_ties_of_each_pair_come_from_tables_like_it(tmp_path: Path) -> None:
    wins = write(tmp_path, "r.csv", ROLES)
    games = write(tmp_path, "g.csv", "x,dodge,block\nfeint,0,40\npush,20,50\n")
    draws = write(tmp_path, "d.csv", "x,block,dodge\npush,5,\nfeint,,\n")
    named = TwoRolesCsv(games, draws).read(wins)
    assert named.table.games.tolist() == [[50, 20], [40, 0]]
    assert named.table.ties.tolist() == [[5, 0], [0, 0]]
    assert named.table.wins[1].tolist() == [[15, 10], [28, 0]]
    assert not named.remarks


def test_win_rates_are_points_of_the_games(tmp_path: Path) -> None:
    rates = write(tmp_path, "r.csv", "a / b,x,y\np,0.62,0.5\nq,1,0\n")
    table = read_table(rates, games=25).table
    assert table.wins[0].tolist() == [[15, 12], [25, 0]]
    assert table.ties.tolist() == [[1, 1], [0, 0]]
    draws = write(tmp_path, "d.csv", "a / b,x,y\np,3,1\nq,0,0\n")
    assert TwoRolesCsv(25, draws).read(rates).table.wins[:, 0, 0].tolist() == [14, 8]
    with pytest.raises(InputError, match=r"0.62 of 'p' against 'x' is not of 7 games"):
        read_table(rates, games=7)


@pytest.mark.parametrize(
    ("content", "games", "told"),
    [
        (
            "policy,block,dodge\npush,30,10\n",
            50,
            ("1:1", "'push' of the rows is not in the columns", "'attacker / def"),
        ),
        (
            "a / a,block,dodge\npush,30,10\n",
            50,
            ("1:1", "does not say that rows and columns are two roles", "before the rows, or"),
        ),
        (ROLES, None, ("1:1", "do not tell how many games were lost", "--games N")),
        (ROLES, 20, ("2:6", "30 of 'push' against 'block' is not of 20 games", "a pair that never met has none")),
        ("a / b,x,y\np,1,0\nq,1,1\n", 50, ("2:3", "if these are win rates", "games won")),
        ("a / b,x,x\np,1,0\n", 50, ("1:9", "stands there twice", "name of its own")),
        ("a / b,x,y\np,1,-3\n", 50, ("2:5", "negative", "counts games")),
    ],
)
def test_what_was_expected_and_what_to_do_is_said(
    tmp_path: Path, content: str, games: int | None, told: tuple[str, str, str]
) -> None:
    path = write(tmp_path, "r.csv", content)
    place, message, remedy = told
    options = {} if games is None else {"games": games}
    with pytest.raises(InputError) as caught:
        read_table(path, **options)
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert message in caught.value.message
    assert remedy in str(caught.value.remedy)


def test_squares_stay_one_population_and_lines_of_pairs_are_no_rectangle(tmp_path: Path) -> None:
    assert read_table(write(tmp_path, "w.csv", "row / col,a,b\na,,3\nb,1,\n")).table.seats == ("player", "player")
    lines = read_table(write(tmp_path, "l.csv", "player_a,player_b,wins,losses\n1,2,3,4\n"))
    assert lines.table.seats == ("player", "player")
    assert np.array_equal(lines.table.wins[0], [[0, 3], [4, 0]])
    with pytest.raises(InputError, match="no table that psrokit recognises"):
        read_table(write(tmp_path, "t.csv", "name,note\nx,good\n"))


def test_percentages_are_win_rates(tmp_path: Path) -> None:
    rates = write(tmp_path, "r.csv", "a / b,x,y\np,62%,50%\nq,100%,0%\n")
    assert read_table(rates, games=25).table.wins[0].tolist() == [[15, 12], [25, 0]]
    certain = write(tmp_path, "c.csv", "a / b,x\np,100%\nq,0%\n")
    assert read_table(certain, games=25).table.wins[0].tolist() == [[25], [0]]
