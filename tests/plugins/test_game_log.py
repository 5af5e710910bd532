"""Games with a line each that names the winner and the loser."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_files import write

from psrokit.api import InputError, read_table, returns_are_wins
from psrokit.testing.table_format import check_table_format
from psrokit_plugins.table_formats.game_log import GameLogCsv


@pytest.mark.parametrize(
    "content",
    [
        "Winner,Loser\nx,y\ny,z\nx,y\ny,x\n",
        "loser;WINNER\ny;x\nz;y\ny;x\nx;y\n",
    ],
)
def test_lines_of_games_are_a_table_with_holes(tmp_path: Path, content: str) -> None:
    named = read_table(write(tmp_path, "games.csv", content))
    order = [named.names["player"].index(name) for name in "xyz"]
    assert named.table.wins[0][order][:, order].tolist() == [[0, 2, 0], [1, 0, 1], [0, 0, 0]]
    assert named.table.games[order][:, order].tolist() == [[0, 3, 0], [3, 0, 1], [0, 1, 0]]
    assert [named.profile(hole) for hole in named.table.holes()] in ([("x", "z")], [("z", "x")])
    assert returns_are_wins(named.table)


def test_it_is_what_lines_of_results_say(tmp_path: Path) -> None:
    log = read_table(write(tmp_path, "log.csv", "Winner,Loser\nx,y\ny,z\nx,y\n"))
    results = read_table(write(tmp_path, "results.csv", "a,b,result\nx,y,1\nz,y,0\nx,y,win\n"))
    order = [log.names["player"].index(name) for name in results.names["player"]]
    assert log.table.wins[0][order][:, order].tolist() == results.table.wins[0].tolist()


def test_a_square_of_policies_called_winner_and_loser_is_a_square(tmp_path: Path) -> None:
    named = read_table(write(tmp_path, "wins.csv", "policy,winner,loser\nloser,3,\nwinner,,7\n"))
    assert named.names == {"player": ("winner", "loser")}
    assert named.table.wins[0].tolist() == [[0, 7], [3, 0]]


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("winner,loser,draw\nx,y,1\n", ":1:14", "what 'draw' says cannot be kept"),
        ("date,winner,loser\n2020,x,y\n", ":1:1", "what 'date' says cannot be kept"),
        ("winner,loser\nx,x\n", ":2:3", "'x' against itself"),
        ("winner,loser\nx,\n", ":2:3", "name is missing"),
        ("winner,loser\nx,y,z\n", ":2:5", "3 cells in a line, there are 2 columns"),
        ("winner,loser\n", ":1:1", "no lines of games"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, content: str, place: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_table(write(tmp_path, "games.csv", content))
    assert said in str(caught.value)
    assert str(caught.value.place).endswith(place)


def test_it_conforms() -> None:
    check_table_format(GameLogCsv())
