"""A rectangle of CSV cells with the names of two roles' policies above it and to its left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import Floats, InputError
from psrokit_plugins.tables.counts import Ints
from psrokit_plugins.tables.csv_cells import CsvCell, read_csv


@dataclass(frozen=True, slots=True)
class Rectangle:
    """corner: the first cell. rows, columns: names of policies. cells: [row][column]."""

    corner: CsvCell
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Sequence[Sequence[CsvCell]]

    @classmethod
    def read(cls, path: Path) -> Rectangle:
        """Raises InputError for names that are missing or stand there twice, and lines of different lengths."""
        head, *lines = read_csv(path)
        for line in lines:
            if len(line) != len(head):
                raise InputError(
                    f"row '{line[0].text[:40]}' has {len(line) - 1} numbers, there are {len(head) - 1} columns",
                    place=line[-1].place,
                )
        columns, rows = (_different(cells) for cells in (head[1:], [line[0] for line in lines]))
        if not rows or not columns:
            raise InputError("there are no policies in this table", place=head[0].place)
        return cls(head[0], rows, columns, [line[1:] for line in lines])

    def like(self, other: Rectangle) -> Rectangle:
        """The same policies in the order of the other table. Raises InputError if they are others."""
        for mine, its in ((self.rows, other.rows), (self.columns, other.columns)):
            if set(mine) != set(its):
                odd = sorted(set(mine) ^ set(its))
                raise InputError(f"'{odd[0]}' is not in both files", place=self.corner.place)
        order = [self.columns.index(name) for name in other.columns]
        lines = [self.cells[self.rows.index(name)] for name in other.rows]
        return Rectangle(self.corner, other.rows, other.columns, [[line[at] for at in order] for line in lines])

    def numbers(self) -> Floats:
        """NaN where a cell is empty, shape (rows, columns). Raises InputError for what is no number from 0 on."""
        found = np.full((len(self.rows), len(self.columns)), np.nan)
        for i, line in enumerate(self.cells):
            for j, cell in enumerate(line):
                number = cell.number()
                if number is not None and number < 0:
                    raise InputError(f"'{cell.text}' is negative", place=cell.place, remedy="A cell counts games.")
                found[i, j] = np.nan if number is None else number
        return found

    def counts(self) -> Ints:
        """Whole numbers from 0 to 10^9, shape (rows, columns); 0 where a cell is empty. Raises InputError."""
        return np.array([[cell.integer() or 0 for cell in line] for line in self.cells], dtype=np.int64)


def _different(cells: Sequence[CsvCell]) -> tuple[str, ...]:
    names = [cell.text for cell in cells]
    for number, cell in enumerate(cells):
        if not cell.text or cell.text in names[:number]:
            wrong = f"the name '{cell.text}' stands there twice" if cell.text else "a policy's name is missing"
            raise InputError(wrong, place=cell.place, remedy="Give each policy a name of its own.")
    return tuple(names)
