"""Files that keep means alone: psro_v2's payoffs and nxdo's tables, with the spread that returns allow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from table_files import NXDO, same_table, write

from psrokit.api import InputError, NamedTable, read_table, return_bounds, write_table
from psrokit.catalog import load_catalog
from psrokit.cli.app import call
from psrokit_plugins.table_formats.head_to_head import HeadToHeadCsv
from psrokit_plugins.table_formats.nxdo import Nxdo
from psrokit_plugins.table_formats.psro_v2 import PsroV2

RPS = np.array([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]])


def test_nxdo_tables_know_their_games(tmp_path: Path) -> None:
    named = read_table(write(tmp_path, "payoffs.json", NXDO))
    assert named.names == {"player_0": ("p",), "player_1": ("q", "r")}
    assert named.table.mean[0, 0, 0] == 0.25
    assert named.table.count.tolist() == [[8, 0]]
    assert named.table.holes() == [(0, 1)]
    wrong = {**NXDO, "games_played_matrices_per_player": [[[8, 0]], [[8.5, 0]]]}
    with pytest.raises(InputError, match="whole number of games"):
        read_table(write(tmp_path, "w.json", wrong))
    with pytest.raises(InputError, match="has no id"):
        read_table(write(tmp_path, "i.json", {**NXDO, "player_and_strat_index_to_strat_id": {"(0, 0)": "p"}}))


def test_nxdo_means_that_forget_count_as_the_games_they_remember(tmp_path: Path) -> None:
    def games(coefficient: object) -> int:
        found = read_table(write(tmp_path, "c.json", {**NXDO, "exponential_average_coeff": coefficient}))
        return int(found.table.count[0, 0])

    assert (games(None), games(0.5), games(1), games(0.01)) == (8, 3, 1, 8)
    for wrong in (0, 1.5, "x"):
        with pytest.raises(InputError, match=r"exponential_average_coeff"):
            games(wrong)


def test_psro_v2_meta_games_are_read_without_pickle(tmp_path: Path) -> None:
    games = np.array([[[0.5, -1.0], [np.nan, 2.0]], [[-0.5, 1.0], [np.nan, -2.0]]])
    np.save(tmp_path / "m.npy", games)
    np.savez(tmp_path / "m.npz", player_0=games[0], player_1=games[1])
    nested = [[[None if np.isnan(x) else x for x in row] for row in game] for game in games.tolist()]
    write(tmp_path, "m.json", {"meta_games": nested})
    for name in ("m.npy", "m.npz", "m.json"):
        table = read_table(tmp_path / name).table
        assert table.holes() == [(1, 0)]
        assert table.exact.tolist() == [[True, True], [False, True]]
        assert np.array_equal(table.mean, games, equal_nan=True)
    np.save(tmp_path / "pickled.npy", np.array([{"x": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="none of numbers"):
        read_table(tmp_path / "pickled.npy")
    with pytest.raises(InputError, match="without running what is in it"):
        PsroV2().read(write(tmp_path, "state.pkl", b"\x80\x04."))
    np.save(tmp_path / "flat.npy", np.zeros((3, 2, 2)))
    with pytest.raises(InputError, match=r"the shape \(3, 2, 2\)"):
        read_table(tmp_path / "flat.npy")


def test_means_of_wins_and_losses_are_the_table_that_wins_make(tmp_path: Path) -> None:
    """Returns of two values are as spread as their range allows, so nothing is lost."""
    wins = HeadToHeadCsv().read(write(tmp_path, "w.csv", "p,a,b\na,,31\nb,19,\n")).table
    np.save(tmp_path / "m.npy", wins.mean)
    named = read_table(tmp_path / "m.npy", games=50, returns=[-1, 1])
    off = (slice(None), [0, 1], [1, 0])
    assert named.table.stderr[off] == pytest.approx(wins.stderr[off], rel=1e-12)
    assert named.table.mean[off] == pytest.approx(wins.mean[off], rel=1e-12)
    assert named.table.games.tolist() == [[50, 50], [50, 50]]
    assert "as spread as -1 to 1 allows" in named.remarks[0]
    nxdo = {**NXDO, "payoff_matrices_per_player": [[[0.25, 0.0]], [[-0.25, 0.0]]]}
    table = read_table(write(tmp_path, "n.json", nxdo), returns=[-1, 1]).table
    assert table.squares[:, 0, 0].tolist() == [8, 8]


def test_wider_returns_mean_wider_intervals(tmp_path: Path) -> None:
    np.save(tmp_path / "m.npy", np.stack([RPS / 4, -RPS / 4]))
    narrow, wide = (PsroV2(100, (-high, high)).read(tmp_path / "m.npy").table.stderr for high in (1.0, 13.0))
    assert (wide > 12 * narrow).all()
    default = Nxdo().read(write(tmp_path, "n.json", NXDO))
    assert "-1 to 1 allows; where games return more, say so with --returns" in default.remarks[0]
    stated = Nxdo((-1.0, 1.0)).read(tmp_path / "n.json").table
    assert same_table(replace(default.table, returns=(-1.0, 1.0)), stated)
    assert default.table.returns is None
    assert (Nxdo((-5.0, 5.0)).read(tmp_path / "n.json").table.stderr[:, 0, 0] > default.table.stderr[:, 0, 0]).all()


@pytest.mark.parametrize(
    ("games", "returns", "message"),
    [
        (100, None, "sampled payoffs need"),
        (0, (-1.0, 1.0), "sampled payoffs need"),
        (100, (-0.5, 0.5), "returns from -0.5 to 0.5 do not allow payoffs from -1 to 1"),
        (100, (1.0, -1.0), "do not allow"),
    ],
)
def test_half_of_what_must_be_said_about_samples_is_refused(
    tmp_path: Path, games: int | None, returns: tuple[float, float] | None, message: str
) -> None:
    np.save(tmp_path / "m.npy", np.stack([RPS, -RPS]))
    with pytest.raises(InputError) as caught:
        PsroV2(games, returns).read(tmp_path / "m.npy")
    assert message in caught.value.message
    assert "--returns LOW HIGH" in str(caught.value.remedy)


@pytest.mark.parametrize(
    ("payoffs", "mirrored"),
    [
        ([[[0, 1.5], [0.5, 2]], [[0, 0.5], [1.5, 2]]], True),
        ([[[0, 1.5], [0.5, 2]], [[0, 1.5], [0.5, 2]]], False),
        ([[[0, 1, 2], [0.5, 2, 1]], [[0, 1, 2], [0.5, 2, 1]]], False),
        ([[[0, None], [None, 2]], [[0, None], [None, 2]]], True),
        (np.arange(24.0).reshape(3, 2, 2, 2).tolist(), False),
        (
            [
                [[[1, 2], [2, 3]], [[4, 5], [5, 6]]],
                [[[1, 2], [4, 5]], [[2, 3], [5, 6]]],
                [[[1, 4], [2, 5]], [[2, 5], [3, 6]]],
            ],
            True,
        ),
    ],
)
def test_the_halves_of_symmetric_games_are_told_where_they_can_be(
    tmp_path: Path, payoffs: object, mirrored: bool
) -> None:
    named = read_table(write(tmp_path, "m.json", {"meta_games": payoffs}))
    assert "taken as exact" in named.remarks[0]
    assert any("symmetric_game=True" in remark for remark in named.remarks) == mirrored


def test_what_symmetric_games_of_psro_v2_halve_is_put_right(tmp_path: Path) -> None:
    """[[0, 3], [1, 2]] as psro_v2 of OpenSpiel 2.0 reports it; of three players payoffs of 3 and 6 orders."""
    halved = [[[0, 1.5], [0.5, 2]], [[0, 0.5], [1.5, 2]]]
    named = read_table(write(tmp_path, "m.json", {"meta_games": halved}), "psro_v2_symmetric")
    assert named.table.seats == ("player", "player")
    assert named.table.mean[0].tolist() == [[0, 3], [1, 2]]
    assert "multiplied" in named.remarks[-1]
    sampled = read_table(tmp_path / "m.json", "psro_v2_symmetric", games=10, returns=(0, 3))
    assert sampled.table.count.tolist() == [[10, 10], [10, 10]]
    with pytest.raises(InputError, match=r"returns from 0 to 2 do not allow payoffs from 0 to 3"):
        read_table(tmp_path / "m.json", "psro_v2_symmetric", games=10, returns=(0, 2))
    np.save(tmp_path / "three.npy", np.ones((3, 3, 3, 3)))
    three = read_table(tmp_path / "three.npy", "psro_v2_symmetric").table.mean[0]
    assert (three[0, 0, 0], three[0, 1, 0], three[2, 0, 1]) == (1, 3, 6)
    np.save(tmp_path / "other.npy", np.stack([RPS, RPS]))
    with pytest.raises(InputError, match="no run with symmetric_game=True wrote them"):
        read_table(tmp_path / "other.npy", "psro_v2_symmetric")
    assert "psro_v2_symmetric undoes that" in read_table(tmp_path / "m.json").remarks[-1]


def test_exact_payoffs_can_have_a_stated_range(tmp_path: Path) -> None:
    np.save(tmp_path / "m.npy", np.stack([RPS, -RPS]))
    table = read_table(tmp_path / "m.npy", returns=(-2, 2)).table
    assert (table.returns, bool(table.exact.all())) == ((-2.0, 2.0), True)
    with pytest.raises(InputError, match=r"cell 0 / 1 returned something outside \[0, 2\]"):
        read_table(tmp_path / "m.npy", returns=(0, 2))


def test_options_are_those_of_the_format(tmp_path: Path) -> None:
    wins = write(tmp_path, "w.csv", "p,a,b\na,,31\nb,19,\n")
    assert read_table(str(wins), games=60).table.ties[0, 1] == 10
    with pytest.raises(InputError, match="unknown option of table_format 'head_to_head': 'return'"):
        read_table(wins, **{"return": [-1, 1]})
    with pytest.raises(InputError, match=r"unknown table_format 'psro_v3'\. Did you mean 'psro_v2'"):
        read_table(wins, "psro_v3")
    assert load_catalog().build("table_format", {"use": "psro_v2", "games": 2, "returns": [0, 1]}) == PsroV2(
        2, (0.0, 1.0)
    )


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_range_of_returns_is_kept_in_the_table_and_in_its_files(tmp_path: Path, ending: str) -> None:
    np.save(tmp_path / "m.npy", np.stack([RPS / 4, -RPS / 4]))
    for options in ({"games": 100}, {}):  # needed to read the file; stated about exact payoffs
        named = read_table(tmp_path / "m.npy", returns=(-13, 13), **options) if options else exact(tmp_path)
        assert named.table.returns == (-13.0, 13.0)
        write_table(named, tmp_path / f"t.{ending}")
        again = read_table(tmp_path / f"t.{ending}")
        assert same_table(again.table, named.table)
        assert np.array_equal(return_bounds(again.table), [[-13, -13], [13, 13]])
        assert read_table(tmp_path / f"t.{ending}", returns=(-20, 20)).table.returns == (-20.0, 20.0)
        with pytest.raises(InputError, match=r"\d / \d returned something outside \[-0.1, 0.1\] to seat 0"):
            read_table(tmp_path / f"t.{ending}", returns=(-0.1, 0.1))


def exact(tmp_path: Path) -> NamedTable:
    write_table(read_table(tmp_path / "m.npy"), tmp_path / "exact.nfg")
    return read_table(tmp_path / "exact.nfg", returns=(-13, 13))


def test_rows_that_state_different_ranges_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "m.npy", np.stack([RPS / 4, -RPS / 4]))
    write_table(read_table(tmp_path / "m.npy", games=2, returns=(-2, 2)), tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text()
    (tmp_path / "t.csv").write_text(text.replace("-2.0,2.0\n", "-2.0,3.0\n", 1))
    with pytest.raises(InputError, match="every row states the same least return and greatest return"):
        read_table(tmp_path / "t.csv")


def test_the_command_takes_what_the_format_takes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    np.save(tmp_path / "m.npy", np.stack([RPS / 4, -RPS / 4]))
    asked = ["analyze", str(tmp_path / "m.npy"), "--resamples", "10", "--only", "exploitability"]
    assert call([*asked, "--games", "100", "--returns", "-1", "1", "--save", str(tmp_path / "t.csv")]) == 0
    assert "are taken to be as spread as -1 to 1 allows" in " ".join(capsys.readouterr().out.split())
    saved = read_table(tmp_path / "t.csv").table
    assert saved.games.tolist() == [[100] * 3] * 3
    assert saved.returns == (-1.0, 1.0)
    assert call([*asked, "--games", "100"]) == 2
    assert "--returns LOW HIGH" in capsys.readouterr().err
    assert call([*asked, "--games", "-3", "--returns", "-1", "1"]) == 2
    assert "at least 1" in capsys.readouterr().err
    assert call([*asked, "--draws", str(tmp_path / "m.npy")]) == 2
    assert "unknown option of table_format 'psro_v2': 'draws'" in capsys.readouterr().err
    assert call([*asked, "--save", str(tmp_path / "t.doc")]) == 2
    assert "no table format writes" in capsys.readouterr().err
    assert call(["analyze", str(tmp_path)]) == 2
    assert "this folder is no run" in capsys.readouterr().err
