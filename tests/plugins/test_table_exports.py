"""Tables written to files and handed to other libraries: what comes back is what was there."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from table_files import WINS, same_table, write

from psrokit.api import EnvironmentFault, InputError, IntegrityError, NamedTable, PayoffTable, read_table, write_table
from psrokit_plugins.exports import gambit_game, nashpy_game, openspiel_game
from psrokit_plugins.table_formats.nfg import nfg_text
from psrokit_plugins.tables.payoffs import table_of_payoffs


def random_named(rng: np.random.Generator, sizes: tuple[int, ...]) -> NamedTable:
    roles = tuple(f"role {seat}" for seat in range(len(sizes)))
    payoffs = rng.normal(size=(len(sizes), *sizes)) * 10.0 ** rng.integers(-12, 12, (len(sizes), *sizes))
    names = {role: tuple(f'{role}, "{i}"\\' for i in range(size)) for role, size in zip(roles, sizes, strict=True)}
    return NamedTable(table_of_payoffs(roles, payoffs), names, "random")


@pytest.mark.parametrize("sizes", [(3, 2), (2, 2, 3), (1, 4)])
@pytest.mark.parametrize("ending", ["csv", "parquet", "nfg"])
def test_exact_tables_come_back_to_the_last_bit(tmp_path: Path, sizes: tuple[int, ...], ending: str) -> None:
    named = random_named(np.random.default_rng(len(sizes)), sizes)
    write_table(named, tmp_path / f"t.{ending}")
    again = read_table(tmp_path / f"t.{ending}")
    assert again.names == named.names
    assert same_table(again.table, named.table)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_sampled_tables_come_back_to_the_last_bit(tmp_path: Path, ending: str) -> None:
    rng = np.random.default_rng(7)
    table = PayoffTable.empty(("p", "p"), (3, 3))
    groups = [((i, j), [tuple(rng.normal(size=2)), tuple(rng.normal(size=2))]) for i in range(3) for j in range(i)]
    groups += [((0, 1), [(1 / 3, -1 / 3), None])]
    full = replace(table.with_groups(groups).with_exact((2, 2), (0.1, 0.1)), win_loss=True)
    named = NamedTable(full, {"p": ("a", "b", " c ")}, "s")
    write_table(named, tmp_path / f"t.{ending}")
    again = read_table(tmp_path / f"t.{ending}")
    assert again.names == named.names
    assert same_table(again.table, named.table)


def test_games_of_other_libraries_have_the_same_payoffs() -> None:
    named = random_named(np.random.default_rng(0), (3, 2))
    game = openspiel_game(named)
    assert np.array_equal([game.row_utilities(), game.col_utilities()], named.table.mean)
    assert game.row_action_name(0) == named.names["role 0"][0]
    row, column = nashpy_game(named).payoff_matrices
    assert np.array_equal([row, column], named.table.mean)
    three = random_named(np.random.default_rng(0), (2, 2, 3))
    tensor = openspiel_game(three)
    assert np.array_equal([tensor.player_utilities(seat) for seat in range(3)], three.table.mean)
    with pytest.raises(InputError, match="two players"):
        nashpy_game(three)


@pytest.mark.parametrize("sizes", [(2, 3), (1, 4), (2, 2, 3)])
def test_games_of_gambit_have_the_same_payoffs_and_come_back_to_the_last_bit(
    tmp_path: Path, sizes: tuple[int, ...]
) -> None:
    pytest.importorskip("pygambit", reason="pygambit is not installed: Gambit itself cannot read the game")
    named = random_named(np.random.default_rng(len(sizes)), sizes)
    game = gambit_game(named)
    assert np.array_equal(np.stack(game.to_arrays(dtype=float)), named.table.mean)
    assert [player.label for player in game.players] == list(named.table.seats)
    again = read_table(write(tmp_path, "g.nfg", game.to_nfg()))  # Gambit writes outcomes, not payoffs
    assert same_table(again.table, named.table)
    plain = NamedTable(named.table, {role: tuple("abcd"[: len(of)]) for role, of in named.names.items()}, "plain")
    again = read_table(write(tmp_path, "p.nfg", gambit_game(plain).to_nfg()))
    assert again.names == plain.names


def test_names_that_gambit_cannot_hold_become_some_that_it_can() -> None:
    pytest.importorskip("pygambit", reason="pygambit is not installed")
    names = {"player": ("\u00e9t\u00e9", "\u00eft\u00ef", ' say "x"\\')}
    table = table_of_payoffs(("player", "player"), np.zeros((2, 3, 3)))
    game = gambit_game(NamedTable(table, names, "\u00e9"))
    for player in game.players:
        assert [one.label for one in player.strategies] == ["?t?", "?t? (1)", 'say "x"?']


def test_without_pygambit_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(EnvironmentFault, match="pip install pygambit"):
        gambit_game(random_named(np.random.default_rng(0), (2, 2)))


def test_openspiel_and_nashpy_hand_back_what_they_were_given(tmp_path: Path) -> None:
    """Through their own arrays and the format that reads them."""
    for seed in range(20):
        named = random_named(np.random.default_rng(seed), (3, 2))
        game = openspiel_game(named)
        for payoffs in ([game.row_utilities(), game.col_utilities()], nashpy_game(named).payoff_matrices):
            np.save(tmp_path / "m.npy", np.array(payoffs))
            assert np.array_equal(read_table(tmp_path / "m.npy").table.mean, named.table.mean)


def test_rationals_are_rounded_once(tmp_path: Path) -> None:
    text = 'NFG 1 R "t" { "A" "B" } { 1 2 } 1/3 -22/7 12345678901234567890/3 .1'
    payoffs = read_table(write(tmp_path, "r.nfg", text)).table.mean
    wanted = [[[1 / 3, 12345678901234567890 / 3]], [[-22 / 7, 0.1]]]
    assert payoffs.tolist() == wanted
    named = read_table(tmp_path / "r.nfg")
    write_table(named, tmp_path / "again.nfg")
    assert read_table(tmp_path / "again.nfg").table.mean.tolist() == wanted


def test_holes_are_not_exported(tmp_path: Path) -> None:
    named = read_table(write(tmp_path, "w.csv", WINS))
    for export in (openspiel_game, nashpy_game, nfg_text, *([gambit_game] if find_spec("pygambit") else [])):
        with pytest.raises(IntegrityError, match="b / c has none"):
            export(named)


def test_a_folder_is_made_and_a_refusal_of_the_disk_is_told(tmp_path: Path) -> None:
    named = random_named(np.random.default_rng(0), (2, 2))
    for ending in ("csv", "parquet", "nfg"):
        write_table(named, tmp_path / "new" / ending / f"t.{ending}")
        assert read_table(tmp_path / "new" / ending / f"t.{ending}").names == named.names
        (tmp_path / f"folder.{ending}").mkdir()
        with pytest.raises(EnvironmentFault, match="cannot be written"):
            write_table(named, tmp_path / f"folder.{ending}")
    with pytest.raises(InputError, match=r"writes '\.doc' files\n(.|\n)*parquet"):
        write_table(named, tmp_path / "t.doc")
