"""CSV as cells that know where they stand (RFC 4180: commas, double quotes, a quote doubled inside quotes)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from psrokit.api import InputError
from psrokit_plugins.tables.text import line_and_column, read_text

_PLAIN = re.compile(r'[^,"\r\n]*')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_END = re.compile(r",|\r\n|\n|\r|\Z")


@dataclass(frozen=True, slots=True)
class CsvCell:
    """text: without quotes and the blanks around it. place: file:line:column."""

    text: str
    place: str

    def integer(self) -> int | None:
        """A whole number of at least 0; None if the cell is empty. Raises InputError for anything else."""
        number = self.number()
        if number is not None and (number < 0 or number != int(number)):
            raise InputError(f"a number of games must be whole and not negative, not '{self.text}'", place=self.place)
        return None if number is None else int(number)

    def number(self) -> float | None:
        """A finite number; None if the cell is empty. Raises InputError for anything else."""
        if not self.text:
            return None
        try:
            number = float(self.text) if "_" not in self.text else float("nan")
        except ValueError:
            number = float("nan")
        if not abs(number) <= 1e15:
            raise InputError(
                f"a number should stand here, not '{self.text[:40]}'",
                place=self.place,
                remedy="Leave the cells of pairs that never met empty.",
            )
        return number


def read_csv(path: Path) -> list[list[CsvCell]]:
    """The rows of a file without empty lines. Raises InputError with the place of what is no CSV."""
    rows = [row for row in _rows(path, read_text(path)) if len(row) > 1 or row[0].text]
    if not rows:
        raise InputError("the file is empty", place=f"{path}:1:1", remedy="Begin with a line of policy names.")
    return rows


def _rows(path: Path, text: str) -> Iterator[list[CsvCell]]:
    row: list[CsvCell] = []
    at = 0
    line_start, line = 0, 1
    while at <= len(text):
        place = f"{path}:{line}:{at - line_start + 1}"
        quoted = _QUOTED.match(text, at)
        match = quoted or _PLAIN.match(text, at)
        assert match is not None
        end = _END.match(text, match.end())
        if end is None:
            wrong_line, wrong_column = line_and_column(text, match.end())
            raise InputError(
                "a double quote where none may stand, or one that is never closed",
                place=f"{path}:{wrong_line}:{wrong_column}",
                remedy='Put the whole cell into quotes and write quotes inside twice: "a ""b"" c".',
            )
        row.append(CsvCell(quoted[1].replace('""', '"') if quoted else match[0].strip(), place))
        if quoted:
            line += quoted[0].count("\n")
        at = end.end()
        if end[0] != ",":
            yield row
            row, line, line_start = [], line + 1, at
            if not end[0]:
                return
