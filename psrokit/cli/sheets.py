"""Sheets as tables for a terminal, their numbers in the first form in which they fit its width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from psrokit.analyzer import Cell, Sheet
from psrokit.cli.output import printable
from psrokit.cli.tables import add, titled
from psrokit.estimate import Estimate
from psrokit.report.answer import cell_text
from psrokit.report.words import margin_text, value_text

_MARGINS = "± is the wider side of an interval; --json has both ends."
_LONGEST_WORD = 16
"""Longer ones are folded where there is no room."""
_FRAME = 3
"""What a column takes besides its text: a line and two spaces."""
Form = Callable[[Cell], str]


def sheet_tables(sheet: Sheet, most: int, console: Console) -> tuple[list[Table], str]:
    """The first `most` rows, and what is to be said of how their numbers are written.

    A sheet that fits in no form is divided between its columns; every part has the names that they begin with.
    """
    for form in _FORMS:
        table, width = _table(sheet, most, form)
        if width <= console.width:
            shortened = any(form(cell) != cell_text(cell) for row in sheet.rows[:most] for cell in row)
            return [table], _MARGINS if shortened else ""
    names = _leading_names(sheet)
    numbers = len(sheet.columns) - names
    if numbers < 2:  # nothing to divide: the terminal folds what is too wide
        return [_table(sheet, most, _below)[0]], _MARGINS
    middle = names + (numbers + 1) // 2
    columns = [range(middle), (*range(names), *range(middle, len(sheet.columns)))]
    found = [sheet_tables(_part(sheet, each), most, console) for each in columns]
    return [table for tables, _ in found for table in tables], next((remark for _, remark in found if remark), "")


def _leading_names(sheet: Sheet) -> int:
    """How many columns of words stand before the first one of numbers: they say what a row is about."""
    return next((i for i in range(len(sheet.columns)) if not _of_words(sheet, i)), len(sheet.columns))


def _of_words(sheet: Sheet, column: int) -> bool:
    return any(isinstance(row[column], str) for row in sheet.rows)


def _part(sheet: Sheet, columns: Sequence[int]) -> Sheet:
    rows = tuple(tuple(row[i] for i in columns) for row in sheet.rows)
    return replace(sheet, columns=tuple(sheet.columns[i] for i in columns), rows=rows)


def _table(sheet: Sheet, most: int, form: Form) -> tuple[Table, int]:
    """The table, and how wide it must be at least: words may be folded, numbers are not.

    A heading that is an identifier is broken at its underscores.
    """
    table = titled(sheet.title)
    rows = [[form(cell) for cell in row] for row in sheet.rows[:most]]
    least = 1
    for index, heading in enumerate(sheet.columns):
        words = _of_words(sheet, index)
        title = printable(heading.replace("_", "_\n"))
        texts = [row[index] for row in rows]
        longest = _longest(part for text in texts for part in (text.split() if words else text.split("\n")))
        table.add_column(
            Text(title), justify="left" if words else "right", overflow="fold", min_width=None if words else longest
        )
        least += _FRAME + max(min(longest, _LONGEST_WORD) if words else longest, _longest(title.split()))
    for row in rows:
        add(table, *row)
    return table, least


def _longest(parts: Iterable[str]) -> int:
    return max(map(cell_len, parts), default=0)


def _beside(cell: Cell) -> str:
    """An interval as its margin, on the same line."""
    return _with_margin(cell, " ")


def _below(cell: Cell) -> str:
    """The same on a line of its own."""
    return _with_margin(cell, "\n")


def _with_margin(cell: Cell, between: str) -> str:
    """Only intervals around a value have margins."""
    if isinstance(cell, Estimate) and cell.bound == "estimate":
        return f"{value_text(cell)}{between}{margin_text(cell)}"
    return cell_text(cell)


_FORMS: Sequence[Form] = (cell_text, _beside, _below)
"""From the widest to the narrowest."""
