"""Head-to-head records as CSV with one line per pair or per game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.counts import ROLE, table_of_counts
from psrokit_plugins.tables.csv_cells import CsvCell, heads, read_csv

_COUNTED = {"wins": "wins", "losses": "losses", "ties": "ties", "draws": "ties"}
_RESULT = "result"
_RESULTS: Mapping[str, tuple[int, int, int]] = {
    **dict.fromkeys(("1", "1.0", "win"), (1, 0, 0)),
    **dict.fromkeys(("0", "0.0", "loss"), (0, 1, 0)),
    **dict.fromkeys(("0.5", "tie", "draw"), (0, 0, 1)),
}
"""Wins, losses and ties of the first policy."""
_REMEDY = "Name two columns for the policies, then wins,losses and perhaps ties, or result (of the first: 1, 0.5 or 0)."


@table_format("long_form")
@dataclass(frozen=True)
class LongFormCsv:
    """Lines of two policies and how the first one fared: `player_a,player_b,result` or `row,column,wins,losses`.

    The first line names the columns. The first two hold the policies. After them stand `wins` and `losses` of the first
    policy, and `ties` (or `draws`) if there were any; or `result`, one game a line: 1, 0.5 or 0, or win, tie, draw or
    loss. Lines of one pair add up, in whichever order it is named. Pairs without a line never met and stay unknown.
    Policies are listed in the order in which they appear. Cells are separated by commas, semicolons or tabs.
    """

    def recognises(self, path: Path, beginning: str) -> bool:
        """A .csv or .tsv file whose first line names such columns."""
        return any(_columns(first) is not None for first, _ in heads(path, beginning))

    def read(self, path: Path) -> NamedTable:
        """The table of one population, +1 for a win, 0 for a tie, -1 for a loss. Raises InputError."""
        head, *rows = read_csv(path)
        columns = _columns([cell.text for cell in head])
        if columns is None or not rows:
            raise InputError(
                "no lines of two policies and how the first one fared", place=head[0].place, remedy=_REMEDY
            )
        for row in rows:
            _check(row, len(head))
        names = tuple(dict.fromkeys(cell.text for row in rows for cell in row[:2]))
        wins, ties = np.zeros((2, len(names), len(names)), dtype=np.int64)
        for row in rows:
            one, other = (names.index(cell.text) for cell in row[:2])
            won, lost, tied = _fared(row, columns)
            wins[one, other] += won
            wins[other, one] += lost
            ties[one, other] += tied
            ties[other, one] += tied
        return NamedTable(table_of_counts(wins, ties), {ROLE: names}, path.name)


def _columns(names: Sequence[str]) -> Mapping[str, int] | None:
    """Where the numbers stand, by what they are; None where these are not the columns of such a file."""
    found = [name.lower() for name in names[2:]]
    if found == [_RESULT]:
        return {_RESULT: 2}
    kinds = [_COUNTED.get(name) for name in found]
    if set(kinds) in ({"wins", "losses"}, {"wins", "losses", "ties"}) and len(set(kinds)) == len(kinds):
        return {str(kind): 2 + number for number, kind in enumerate(kinds)}
    return None


def _check(row: Sequence[CsvCell], width: int) -> None:
    """Two different policies and as many cells as columns."""
    if len(row) != width:
        raise InputError(f"{len(row)} cells in a line, there are {width} columns", place=row[-1].place)
    for cell in row[:2]:
        if not cell.text:
            raise InputError("a policy's name is missing", place=cell.place)
    if row[0].text == row[1].text:
        raise InputError(
            f"'{row[0].text}' against itself",
            place=row[1].place,
            remedy="Leave such lines out: by symmetry they tell nothing.",
        )


def _fared(row: Sequence[CsvCell], columns: Mapping[str, int]) -> tuple[int, int, int]:
    """Wins, losses and ties of the first policy in one line."""
    if _RESULT not in columns:
        won, lost, tied = (
            row[columns[kind]].integer() if kind in columns else 0 for kind in ("wins", "losses", "ties")
        )
        return won or 0, lost or 0, tied or 0
    cell = row[columns[_RESULT]]
    if cell.text.lower() not in _RESULTS:
        raise InputError(
            f"the result '{cell.text[:40]}' is unknown", place=cell.place, remedy=f"Known are {', '.join(_RESULTS)}."
        )
    return _RESULTS[cell.text.lower()]
