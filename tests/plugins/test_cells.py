"""Lists of cells are read back as they were written; one that contradicts itself is refused with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from planted import same

from psrokit.api import InputError, NamedTable, read_table, write_table
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.tables.cells import columns_of, named_table

NAMED = NamedTable(head_to_head([[0, 7], [3, 0]], ties=[[0, 2], [2, 0]]), {"player": ("a", "b")}, "games")
Columns = dict[str, list[Any]]


def test_the_cells_of_a_table_are_the_table() -> None:
    again = named_table(columns_of(NAMED), "games")
    assert same(again.table, NAMED.table)
    assert again.names == NAMED.names


def changed(name: str, row: int, value: object) -> Callable[[Columns], object]:
    return lambda columns: columns[name].__setitem__(row, value)


def without_the_last_row(columns: Columns) -> None:
    for column in columns.values():
        column.pop()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda columns: columns.pop("ties"), "the column 'ties' is missing"),
        (lambda columns: columns.update(luck=[0] * 4), "the column 'luck' belongs to no list of cells"),
        (changed("seat 1: player", 1, "a"), "row 2 should be the cell a / b"),
        (changed("seat 0: player", 0, "b"), "name their policies in different orders"),
        (without_the_last_row, "3 cells are no table of 2 x 2"),
        (changed("games", 1, -1), "a number of games is negative"),
        (changed("total 0", 1, float("inf")), "the cell a / b holds no finite number"),
        (changed("count", 2, 5), "the cells a / b and b / a mirror each other and differ"),
        (changed("exact", 1, True), "the cells a / b and b / a mirror each other and differ"),
        (lambda columns: columns.update({"least return": [-1] * 4}), "every row states the same least return"),
        (
            lambda columns: columns.update({"least return": [-1, -1, -1, -2], "greatest return": [1] * 4}),
            "every row states the same least return",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(change: Callable[[Columns], object], message: str) -> None:
    columns = columns_of(NAMED)
    change(columns)
    with pytest.raises(InputError, match=message):
        named_table(columns, "games")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_from_a_file_has_the_name_of_the_file_and_no_folder(ending: str, tmp_path: Path) -> None:
    write_table(NAMED, tmp_path / f"saved.{ending}")
    assert read_table(tmp_path / f"saved.{ending}").source == f"saved.{ending}"
