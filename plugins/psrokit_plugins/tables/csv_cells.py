"""CSV as cells that know where they stand (RFC 4180: double quotes, a quote doubled inside quotes).

Cells are separated by commas, semicolons or tabs: whichever the file uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from psrokit.api import InputError
from psrokit_plugins.tables.text import line_and_column, read_text

ENDINGS = {".csv", ".tsv"}
MOST_GAMES = 10**9
"""Of one pair: beyond it a number is a mistake, and rating methods lose their digits."""
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+")


@dataclass(frozen=True, slots=True)
class CsvCell:
    """text: without quotes and the blanks around it. place: file:line:column."""

    text: str
    place: str

    @property
    def is_percentage(self) -> bool:
        """Whether it says so itself: 62 %."""
        return self.text.endswith("%")

    def integer(self) -> int | None:
        """A number of games from 0 to 10^9; None if the cell is empty. Raises InputError for anything else."""
        number = self.number()
        if number is not None and (number < 0 or number != int(number) or self.is_percentage):
            raise InputError(f"a number of games must be whole and not negative, not '{self.text}'", place=self.place)
        if number is not None and number > MOST_GAMES:
            raise InputError(f"{self.text} games are more than psrokit counts with: 10^9 a pair", place=self.place)
        return None if number is None else int(number)

    def number(self) -> float | None:
        """A finite number, 0.62 for 62 %; None if the cell is empty. Raises InputError for anything else."""
        if not self.text:
            return None
        number = plain_number(self.text)
        if not abs(number) <= 1e15:
            comma = _DECIMAL_COMMA.fullmatch(self.text)
            raise InputError(
                f"a number should stand here, not '{self.text[:40]}'",
                place=self.place,
                remedy="Write decimals with a point, 0.5 and not 0,5."
                if comma
                else "A cell holds a number, as 31, 0.62 or 62 %; that of a pair that never met is empty.",
            )
        return number


def first_rate(cells: Iterable[CsvCell]) -> CsvCell | None:
    """The first cell that can be a win rate and no number of games: a percentage or a fraction; None without any."""
    return next((cell for cell in cells if cell.is_percentage or (cell.number() or 0) % 1), None)


def plain_number(text: str) -> float:
    """What a text says as a number, a percentage as its hundredth part; NaN where it is none."""
    with suppress(ValueError):
        if "_" not in text:
            return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    return float("nan")


def read_csv(path: Path) -> list[list[CsvCell]]:
    """The rows of a file without empty lines. Raises InputError with the place of what is no CSV."""
    text = read_text(path)
    rows = list(_rows(str(path), text, _separator(path, text)))
    if not rows:
        raise InputError("the file is empty", place=f"{path}:1:1", remedy="Begin with a line of policy names.")
    return rows


def heads(path: Path, beginning: str) -> Iterator[tuple[list[str], list[str]]]:
    """The first two lines of what looks like CSV, by each separator that its first line holds."""
    if path.suffix.lower() not in ENDINGS or not beginning.strip():
        return
    for separator in _SEPARATORS:
        lines: list[list[str]] = []
        with suppress(InputError):
            for row in islice(_rows(str(path), beginning.removeprefix("\ufeff"), separator), 2):
                lines.append([cell.text for cell in row])  # noqa: PERF401 # the first line counts if the second fails
        first, second = [*lines, [], []][:2]
        if len(first) > 1:
            yield first, second


def _separator(path: Path, text: str) -> str:
    """What cuts the first line; of several, the one that cuts all lines into equally many cells."""
    found = [separator for separator in _SEPARATORS if max(_widths(text, separator, 1)) > 1]
    even = [separator for separator in found if len(_widths(text, separator, None)) == 1] if len(found) > 1 else found
    if len(even) == 1 or not found:
        return "".join(even) or ","
    raise InputError(
        f"{' or '.join(_SEPARATORS[separator] for separator in found)} could separate the cells of this line",
        place=f"{path}:1:1",
        remedy="Put cells that contain one of them into double quotes.",
    )


def _widths(text: str, separator: str, most: int | None) -> set[int]:
    """How many cells the first lines have; 0 stands for lines that cannot be read so."""
    try:
        return {len(row) for row in islice(_rows("", text, separator), most)} or {0}
    except InputError:
        return {0}


def _rows(file: str, text: str, separator: str) -> Iterator[list[CsvCell]]:
    """The rows that are not empty, as far as they can be read. Raises InputError."""
    plain, ending = _patterns(separator)
    row: list[CsvCell] = []
    at = 0
    line_start, line = 0, 1
    while at <= len(text):
        place = f"{file}:{line}:{at - line_start + 1}"
        quoted = _QUOTED.match(text, at)
        match = quoted or plain.match(text, at)
        assert match is not None
        end = ending.match(text, match.end())
        if end is None:
            wrong_line, wrong_column = line_and_column(text, match.end())
            raise InputError(
                "a double quote where none may stand, or one that is never closed",
                place=f"{file}:{wrong_line}:{wrong_column}",
                remedy='Put the whole cell into quotes and write quotes inside twice: "a ""b"" c".',
            )
        row.append(CsvCell(quoted[1].replace('""', '"') if quoted else match[0].strip(), place))
        if quoted:
            line += quoted[0].count("\n")
        at = end.end()
        if end[0] != separator:
            if len(row) > 1 or row[0].text:
                yield row
            row, line, line_start = [], line + 1, at
            if not end[0]:
                return


@cache
def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A cell without quotes, and what ends a cell."""
    return re.compile(rf'[^{separator}"\r\n]*'), re.compile(rf"{separator}|\r\n|\n|\r|\Z")
