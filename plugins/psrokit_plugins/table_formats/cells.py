"""psrokit's own tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.cells import RANGE, TRUTHS, columns_of, named_table, seats_in
from psrokit_plugins.tables.csv_cells import CsvCell, read_csv


@table_format("cells")
@dataclass(frozen=True)
class Cells:
    """A .csv with a row per cell and all that a payoff table keeps: sums, squares and counts, to the last bit.

    Columns: the policy in each seat, `count`, `games`, `ties`, `failures`, `exact`, and per seat `total`, `squares`
    and `wins`; `win_loss`, True in every row, where the table states that games are won, tied and lost;
    `least return` and `greatest return` where it states their range.
    """

    def recognises(self, path: Path, beginning: str) -> bool:
        """A .csv file whose first column is that of seat 0."""
        return path.suffix.lower() == ".csv" and (not beginning or beginning.lstrip('"').startswith("seat 0: "))

    def read(self, path: Path) -> NamedTable:
        """Raises InputError with line and column."""
        head, *rows = read_csv(path)
        headings = [cell.text for cell in head]
        seats_in(headings, head[0].place)
        for row in rows:
            if len(row) != len(headings):
                raise InputError(f"{len(row)} values under {len(headings)} headings", place=row[0].place)
        converters = [_converter(heading) for heading in headings]
        columns = {
            heading: [convert(row[number]) for row in rows]
            for number, (heading, convert) in enumerate(zip(headings, converters, strict=True))
        }
        return replace(named_table(columns, str(path)), source=path.name)

    def write(self, named: NamedTable, path: Path) -> None:
        """Numbers are written so that they read back as the same bits."""
        columns = columns_of(named)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))  # floats by `repr`, which keeps every bit
        path.write_text(text.getvalue(), encoding="utf-8")


def _converter(heading: str) -> Callable[[CsvCell], Any]:
    if heading.startswith("seat "):
        return lambda cell: cell.text
    if heading in TRUTHS:
        return _truth
    return _float if heading in RANGE or heading.partition(" ")[0] in {"total", "squares"} else _integer


def _truth(cell: CsvCell) -> bool:
    if cell.text not in {"True", "False"}:
        raise InputError(f"True or False is expected here, not '{cell.text[:40]}'", place=cell.place)
    return cell.text == "True"


def _float(cell: CsvCell) -> float:
    try:
        return float(cell.text)
    except ValueError:
        raise InputError(f"a number is expected here, not '{cell.text[:40]}'", place=cell.place) from None


def _integer(cell: CsvCell) -> int:
    if not (cell.text.isascii() and cell.text.isdecimal()) or len(cell.text) > 18:
        raise InputError(f"a whole number is expected here, not '{cell.text[:40]}'", place=cell.place)
    return int(cell.text)
