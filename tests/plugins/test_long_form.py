"""Head-to-head records with a line per pair or per game."""

from __future__ import annotations

from pathlib import Path

import pytest

from psrokit.api import InputError, read_table
from psrokit.testing.table_format import check_table_format
from psrokit_plugins.table_formats.long_form import LongFormCsv


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "games.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_lines_of_pairs_and_of_games_are_one_table_with_holes(tmp_path: Path) -> None:
    games = "player_a,player_b,result\n" + "x,y,1\n" * 3 + "y,x,win\n" + "x,y,0.5\n" * 2 + "z,x,loss\nx,z,draw\n"
    by_game = read_table(write(tmp_path, games))
    by_pair = read_table(write(tmp_path, "row,column,Wins,losses,draws\nx,y,3,1,2\nz,x,0,1,1\n"))
    for named in (by_game, by_pair):
        assert named.names == {"player": ("x", "y", "z")}
        assert named.table.games.tolist() == [[0, 6, 2], [6, 0, 0], [2, 0, 0]]
        assert named.table.wins[0].tolist() == [[0, 3, 1], [1, 0, 0], [0, 0, 0]]
        assert named.table.ties[0].tolist() == [0, 2, 1]
        assert named.table.holes() == [(1, 2)]


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("a,b,result\nx,y,2\n", ":2:5", "the result '2' is unknown"),
        ("a,b,wins,losses\nx,y,1\n", ":2:5", "3 cells in a line, there are 4 columns"),
        ("a,b,wins,losses\nx,x,1,2\n", ":2:3", "'x' against itself"),
        ("a,b,wins,losses\nx,,1,2\n", ":2:3", "name is missing"),
        ("a,b,wins,losses\nx,y,1,-2\n", ":2:7", "whole and not negative"),
        ("a,b,wins\nx,y,1\n", ":1:1", "no lines of two policies"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, content: str, place: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        LongFormCsv().read(write(tmp_path, content))
    assert said in str(caught.value)
    assert str(caught.value.place).endswith(place)


def test_it_conforms() -> None:
    check_table_format(LongFormCsv())
