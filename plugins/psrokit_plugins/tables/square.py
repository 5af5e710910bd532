"""A square of CSV cells with the policies' names above it and to its left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import Floats, InputError
from psrokit_plugins.tables.counts import Ints
from psrokit_plugins.tables.csv_cells import CsvCell, read_csv


@dataclass(frozen=True, slots=True)
class Square:
    """names: of the policies. cells: [row][column]. The diagonal is not read."""

    names: tuple[str, ...]
    cells: Sequence[Sequence[CsvCell]]

    @classmethod
    def read(cls, path: Path, like: Sequence[str] | None = None) -> Square:
        """A square of cells; with the names `like`, in any order, where they are given. Raises InputError."""
        head, *rows = read_csv(path)
        names = tuple(cell.text for cell in head[1:])
        if sorted(row[0].text for row in rows) == sorted(names):
            rows.sort(key=lambda row: names.index(row[0].text))
        _check_names(path, head[1:], rows)
        if like is None:
            return cls(names, [row[1:] for row in rows])
        if set(names) != set(like):
            odd = sorted(set(names) ^ set(like))
            raise InputError(f"'{odd[0]}' is not in both files", place=head[0].place, remedy="Name the same policies.")
        order = [names.index(name) for name in like]
        return cls(tuple(like), [[rows[i][1 + j] for j in order] for i in order])

    def flat(self) -> list[CsvCell]:
        """All cells that are read."""
        return [cell for i, row in enumerate(self.cells) for j, cell in enumerate(row) if i != j]

    def numbers(self) -> Floats:
        """NaN where a cell is empty and on the diagonal. Raises InputError for what is no number from 0 on."""
        found = np.full((len(self.names),) * 2, np.nan)
        for i, row in enumerate(self.cells):
            for j, cell in enumerate(row):
                if i != j and (number := cell.number()) is not None:
                    if number < 0:
                        raise InputError(
                            f"'{cell.text}' is negative",
                            place=cell.place,
                            remedy="A cell counts wins; what its policy lost stands in the mirrored cell.",
                        )
                    found[i, j] = number
        return found

    def counts(self) -> Ints:
        """Whole numbers from 0 to 10^9; 0 where a cell is empty. Raises InputError."""
        found = np.zeros((len(self.names),) * 2, dtype=np.int64)
        for i, row in enumerate(self.cells):
            found[i] = [0 if i == j else cell.integer() or 0 for j, cell in enumerate(row)]
        return found

    def symmetric(self) -> Ints:
        """Counts that are the same for both cells of a pair, at least one of them given; 0 where none is.

        Raises InputError for two cells that differ.
        """
        counts = self.counts()
        for i, row in enumerate(self.cells):
            for j, cell in enumerate(row[:i]):
                mirrored = self.cells[j][i]
                if cell.text and mirrored.text and counts[i, j] != counts[j, i]:
                    raise InputError(
                        f"'{self.names[i]}' against '{self.names[j]}' has {cell.text} here and {mirrored.text} in the "
                        "mirrored cell",
                        place=cell.place,
                        remedy="The two count the same games: correct one of them, or leave it empty.",
                    )
        return np.maximum(counts, counts.T)

    def refuse_half_pairs(self) -> None:
        """Raise InputError unless both cells of each pair are filled, or neither is."""
        filled = np.isfinite(self.numbers())
        half = filled & ~filled.T
        if half.any():
            i, j = np.argwhere(half)[0].tolist()
            raise InputError(
                f"this cell is empty, but '{self.names[i]}' has games against '{self.names[j]}'",
                place=self.cells[j][i].place,
                remedy="Write 0 if it won none of them.",
            )


def _check_names(path: Path, head: Sequence[CsvCell], rows: Sequence[Sequence[CsvCell]]) -> None:
    names = [cell.text for cell in head]
    for number, cell in enumerate(head):
        if not cell.text or cell.text in names[:number]:
            wrong = f"the name '{cell.text}' stands there twice" if cell.text else "a policy's name is missing"
            raise InputError(wrong, place=cell.place, remedy="Give each policy a name of its own.")
    for row, name in zip(rows, names, strict=False):
        if row[0].text != name:
            raise InputError(
                f"row '{row[0].text[:40]}' should be '{name}', as above the columns",
                place=row[0].place,
                remedy="Name the columns' policies in the rows. If they are of two roles, give --format two_roles.",
            )
        if len(row) != len(names) + 1:
            raise InputError(
                f"row '{name}' has {len(row) - 1} numbers, there are {len(names)} policies", place=row[-1].place
            )
    if not names or len(rows) != len(names):
        raise InputError(
            f"{len(names)} columns and {len(rows)} rows are no square",
            place=f"{path}:1:1",
            remedy="Write the names of the policies above the columns and before the rows.",
        )
