"""Tables written to files and handed to other libraries: what comes back is what was there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from table_files import WINS, same_table, write

from psrokit.api import InputError, IntegrityError, NamedTable, PayoffTable, read_table, write_table
from psrokit_plugins.exports.nashpy import nashpy_game
from psrokit_plugins.exports.openspiel import openspiel_game
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
    named = NamedTable(table.with_groups(groups).with_exact((2, 2), (0.1, 0.1)), {"p": ("a", "b", " c ")}, "s")
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


def test_gambit_reads_what_is_written(tmp_path: Path) -> None:
    pygambit = pytest.importorskip("pygambit", reason="pygambit is not installed: Gambit itself cannot read the file")
    named = random_named(np.random.default_rng(1), (2, 3))
    game = pygambit.read_nfg(str(write(tmp_path, "g.nfg", nfg_text(named))))
    for cell in np.ndindex(2, 3):
        outcome = game[cell]
        assert [float(outcome[player]) for player in game.players] == named.table.mean[(slice(None), *cell)].tolist()


def test_holes_are_not_exported(tmp_path: Path) -> None:
    named = read_table(write(tmp_path, "w.csv", WINS))
    for export in (openspiel_game, nashpy_game, nfg_text):
        with pytest.raises(IntegrityError, match="b / c has none"):
            export(named)


# anything at all
