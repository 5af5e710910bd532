"""Head-to-head tables as CSV: wins, win rates, games and ties; what separates the cells; what contradicts itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from table_files import WINS, same_table, write

from psrokit.api import InputError, read_table
from psrokit_plugins.table_formats.head_to_head import HeadToHeadCsv
from psrokit_plugins.table_formats.long_form import LongFormCsv

TURNED = "policy,a,b,c\nc,2,,\na,,3,4\nb,1,,\n"


def test_wins_become_games_and_empty_cells_stay_unknown(tmp_path: Path) -> None:
    named = read_table(write(tmp_path, "wins.csv", WINS))
    assert named.names == {"player": ("a", "b", "c")}
    assert named.table.wins[0].tolist() == [[0, 3, 4], [1, 0, 0], [2, 0, 0]]
    assert named.table.games.tolist() == [[0, 4, 6], [4, 0, 0], [6, 0, 0]]
    assert named.table.holes() == [(1, 2)]
    assert named.table.mean[0, 0].tolist() == [0, 0.5, pytest.approx(1 / 3)]
    assert named.table.stderr[0, 0, 1] == pytest.approx(np.sqrt(0.75 / 3))


def test_games_or_draws_tell_ties(tmp_path: Path) -> None:
    wins = write(tmp_path, "wins.csv", WINS)
    games = write(tmp_path, "games.csv", "p,c,a,b\nc,,10,\na,,,9\nb,,,\n")
    draws = write(tmp_path, "draws.csv", "p,a,b,c\na,,5,4\nb,5,,\nc,4,,\n")
    by_games, by_draws = HeadToHeadCsv(games=games).read(wins).table, HeadToHeadCsv(draws=draws).read(wins).table
    assert by_games.ties.tolist() == [[0, 5, 4], [5, 0, 0], [4, 0, 0]]
    assert same_table(by_games, by_draws)
    assert HeadToHeadCsv(games=9).read(write(tmp_path, "w.csv", "p,a,b\na,,3\nb,4,\n")).table.ties[0, 1] == 2


def test_win_rates_need_their_games_and_become_whole_numbers(tmp_path: Path) -> None:
    rates = write(tmp_path, "rates.csv", "p,a,b\na,0.5,0.62\nb,0.38,0.5\n")
    with pytest.raises(InputError, match=r"rates\.csv:2:7: .*win rates.*\n.*--games"):
        read_table(rates)
    assert HeadToHeadCsv(games=50).read(rates).table.wins[0, 0, 1] == 31
    half = HeadToHeadCsv(games=25).read(write(tmp_path, "h.csv", "p,a,b\na,,0.58\nb,0.42,\n")).table
    assert (half.wins[0, 0, 1], half.ties[0, 1], half.wins[0, 1, 0]) == (14, 1, 10)
    with pytest.raises(InputError, match="no win rates of the same 7 games"):
        HeadToHeadCsv(games=7).read(rates)


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("p,a,b\na,,x\nb,1,\n", "2:4", "a number should stand here, not 'x'"),
        ("p,a,b\na,,-1\nb,1,\n", "2:4", "negative"),
        ("p,a,b\na,,3\nb,,\n", "3:3", "this cell is empty, but 'a' has games against 'b'"),
        ("p,a,b\na,,3\nc,1,\n", "3:1", "row 'c' should be 'b'"),
        ("p,a,a\na,,3\na,1,\n", "1:5", "stands there twice"),
        ("p,a,\na,,3\n,1,\n", "1:5", "a policy's name is missing"),
        ("p,a,b\na,,3\n", "1:1", "2 columns and 1 rows are no square"),
        ("p,a,b\na,,3,4\nb,1,\n", "2:6", "row 'a' has 3 numbers, there are 2 policies"),
        ('p,a,b\na,,"3\nb,1,\n', "2:4", "double quote"),
        ("p,a,b\na,,1e99\nb,1,\n", "2:4", "a number should stand here"),
        ("", "1:1", "the file is empty"),
        (b"p,a,b\na,,\xff\nb,1,\n", "2:4", "byte 0xff is not UTF-8"),
        (b"\xff\xfep\x00", "1:1", "UTF-16"),
    ],
)
def test_a_wrong_square_is_refused_at_its_place(tmp_path: Path, content: str | bytes, place: str, message: str) -> None:
    path = write(tmp_path, "w.csv", content)
    with pytest.raises(InputError) as caught:
        HeadToHeadCsv().read(path)
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert message in caught.value.message


def test_what_games_contradict_is_refused(tmp_path: Path) -> None:
    wins = write(tmp_path, "w.csv", WINS)
    few = write(tmp_path, "g.csv", "p,a,b,c\na,,3,9\nb,3,,\nc,9,,\n")
    with pytest.raises(InputError, match="'a' won 3 and 'b' 1 against each other, of 3 games"):
        HeadToHeadCsv(games=few).read(wins)
    other = write(tmp_path, "o.csv", "p,a,b,d\na,,3,9\nb,3,,\nd,9,,\n")
    with pytest.raises(InputError, match="'c' is not in both files"):
        HeadToHeadCsv(games=other).read(wins)
    unequal = write(tmp_path, "u.csv", "p,a,b,c\na,,9,9\nb,8,,\nc,9,,\n")
    with pytest.raises(InputError, match="8 here and 9 in the mirrored cell"):
        HeadToHeadCsv(games=unequal).read(wins)
    with pytest.raises(InputError, match="two ways to say the same"):
        HeadToHeadCsv(games=few, draws=few).read(wins)


def test_a_byte_order_mark_of_a_spreadsheet_is_no_fault(tmp_path: Path) -> None:
    named = HeadToHeadCsv().read(write(tmp_path, "w.csv", b"\xef\xbb\xbfp,a,b\na,,3\nb,1,\n"))
    assert list(named.names.values()) == [("a", "b")]


@pytest.mark.parametrize(
    ("wins", "beside", "place", "message"),
    [
        ("p,a,b\na,,10\nb,2,\n", "p,a,b\na,,12\nb,0,\n", "g.csv:3:3", "0 here and 12 in the mirrored cell"),
        ("p,a,b\na,,10\nb,2,\n", "p,a,b\na,,0\nb,0,\n", "w.csv:2:4", "'b' 2 against each other, of 0 games"),
        ("p,a,b\na,,10\nb,2,\n", "p,a,b\na,,\nb,,\n", "w.csv:2:4", "of 0 games"),
        ("p,a,b\na,,\nb,,\n", "p,a,b\na,,\nb,5,\n", "g.csv:3:3", "5 games here, and empty cells in the table"),
        ("p,a,b\na,,0.5\nb,0.5,\n", "p,a,b\na,,0\nb,0,\n", "w.csv:2:4", "of the same 0 games"),
        ("p,a,b\na,,1\nb,0,\n", "p,a,b\na,,50\nb,50,\n", "w.csv:2:4", "every pair has one win"),
    ],
)
def test_the_cell_that_games_contradict_is_named(
    tmp_path: Path, wins: str, beside: str, place: str, message: str
) -> None:
    path, games = write(tmp_path, "w.csv", wins), write(tmp_path, "g.csv", beside)
    with pytest.raises(InputError) as caught:
        HeadToHeadCsv(games=games).read(path)
    assert str(caught.value).startswith(f"{tmp_path / place}: ")
    assert message in caught.value.message
    assert caught.value.remedy


def test_rows_may_stand_in_another_order_than_columns(tmp_path: Path) -> None:
    plain, turned = (write(tmp_path, name, text) for name, text in (("w.csv", WINS), ("t.csv", TURNED)))
    one, other = (HeadToHeadCsv().read(path) for path in (plain, turned))
    assert one.names == other.names
    assert same_table(one.table, other.table)


def test_either_triangle_of_games_is_enough(tmp_path: Path) -> None:
    path = write(tmp_path, "w.csv", WINS)
    for games in ("p,a,b,c\na,,9,9\nb,,,\nc,,,\n", "p,a,b,c\na,,,\nb,9,,\nc,9,,\n", "p,a,b,c\na,,9,\nb,9,,\nc,9,,\n"):
        table = HeadToHeadCsv(games=write(tmp_path, "g.csv", games)).read(path).table
        assert table.games.tolist() == [[0, 9, 9], [9, 0, 0], [9, 0, 0]]


# what separates cells


@pytest.mark.parametrize("name", ["w.csv", "w.tsv"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_separate_the_same_cells(tmp_path: Path, name: str, separator: str) -> None:
    expected = read_table(write(tmp_path, "expected.csv", WINS))
    square = read_table(write(tmp_path, name, WINS.replace(",", separator)))
    assert same_table(square.table, expected.table)
    lines = f"one{separator}other{separator}wins{separator}losses\na{separator}b{separator}3{separator}1\n"
    assert read_table(write(tmp_path, name, lines)).table.wins[0].tolist() == [[0, 3], [1, 0]]


def test_names_may_hold_another_separator(tmp_path: Path) -> None:
    quoted = 'p;"Doe; J";b\n"Doe; J";;3\nb;1;\n'
    unquoted = "p\tDoe, J\tRoe, R\nDoe, J\t\t3\nRoe, R\t1\t\n"
    assert read_table(write(tmp_path, "q.csv", quoted)).names == {"player": ("Doe; J", "b")}
    assert read_table(write(tmp_path, "u.csv", unquoted)).names == {"player": ("Doe, J", "Roe, R")}
    with pytest.raises(InputError, match=r"w\.csv:1:1: commas or semicolons could separate .*\n.*double quotes"):
        HeadToHeadCsv().read(write(tmp_path, "w.csv", "p;a,c;b\na;;3\nb;1\n"))


def test_decimal_commas_are_refused_with_a_word(tmp_path: Path) -> None:
    path = write(tmp_path, "w.csv", "p;a;b\na;;0,6\nb;0,4;\n")
    with pytest.raises(InputError, match=r"w\.csv:2:4: .*not '0,6'\n.*with a point"):
        HeadToHeadCsv(games=10).read(path)
    with pytest.raises(InputError, match="with a point"):
        LongFormCsv().read(write(tmp_path, "l.csv", "a;b;wins;losses\nx;y;0,5;1\n"))


def test_more_policies_than_a_line_of_4096_characters_names(tmp_path: Path) -> None:
    names = [f"a policy with a long name {number}" for number in range(300)]
    rows = [",".join([name, *("" if name == other else "1" for other in names)]) for name in names]
    assert read_table(write(tmp_path, "w.csv", "\n".join([",".join(["p", *names]), *rows]))).table.sizes == (300, 300)


def test_numbers_of_games_that_are_mistakes_are_refused(tmp_path: Path) -> None:
    assert read_table(write(tmp_path, "w.csv", "p,a,b\na,,1e9\nb,1,\n")).table.wins[0, 0, 1] == 10**9
    with pytest.raises(InputError, match=r"w\.csv:2:4: 1e10 games are more"):
        read_table(write(tmp_path, "w.csv", "p,a,b\na,,1e10\nb,1,\n"))


# percentages


@pytest.mark.parametrize("rates", ["p,a,b\na,,62%\nb,38%,\n", "p;a;b\na;; 62 %\nb;38%;\n", "p,a,b\na,,62%\nb,0.38,\n"])
def test_percentages_are_win_rates(tmp_path: Path, rates: str) -> None:
    path = write(tmp_path, "r.csv", rates)
    assert HeadToHeadCsv(games=50).read(path).table.wins[0].tolist() == [[0, 31], [19, 0]]
    with pytest.raises(InputError, match=r"r\.csv:2:\d+: 62.* is no number of games"):
        read_table(path)


def test_all_or_nothing_as_percentages_are_rates_too(tmp_path: Path) -> None:
    path = write(tmp_path, "r.csv", "p,a,b\na,,100%\nb,0%,\n")
    assert HeadToHeadCsv(games=8).read(path).table.wins[0, 0, 1] == 8
    with pytest.raises(InputError, match="100% is no number of games"):
        read_table(path)
    with pytest.raises(InputError, match="whole and not negative, not '100%'"):
        LongFormCsv().read(write(tmp_path, "l.csv", "a,b,wins,losses\nx,y,100%,0\n"))


def test_percentages_without_their_sign_are_told_from_games_where_they_can_be(tmp_path: Path) -> None:
    hundreds = write(tmp_path, "w.csv", "p,a,b,c\na,,62,\nb,38,,40\nc,,60,\n")
    assert "percentages need their sign" in read_table(hundreds).remarks[0]
    assert not read_table(write(tmp_path, "g.csv", "p,a,b,c\na,,62,\nb,38,,40\nc,,61,\n")).remarks
    for games, content in ((50, "p,a,b\na,,62\nb,38,\n"), (200, "p,a,b\na,,62.5\nb,37.5,\n")):
        with pytest.raises(InputError) as caught:
            HeadToHeadCsv(games=games).read(write(tmp_path, "p.csv", content))
        assert "Percentages have their sign" in str(caught.value.remedy)
