"""Plain head-to-head tables as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import Floats, InputError, NamedTable, table_format
from psrokit_plugins.tables.counts import ROLE, Ints, table_of_counts
from psrokit_plugins.tables.csv_cells import CsvCell, read_csv

_ROUNDING = 1e-6


@table_format("head_to_head")
@dataclass(frozen=True)
class HeadToHeadCsv:
    """Who won how often against whom: a square of numbers with the policies' names above it and to its left.

    games: a square of the same shape with the games each pair played, or one number for all pairs. What is neither a
    win of the one nor of the other was a tie. Without it there were no ties.
    draws: instead, a square of the same shape with the ties of each pair.

    A cell says how many games the policy of its row won against that of its column. Where games are given, cells may
    be win rates between 0 and 1 instead, a tie counting 1/2. Both cells of a pair that never met are empty; two zeros
    without games mean the same. The diagonal is not read. `games` and `draws` may fill either triangle or both.
    """

    games: Path | int | None = None
    draws: Path | None = None

    def recognises(self, path: Path, beginning: str) -> bool:
        """A .csv file whose first line repeats as the first column, as far as it can be seen."""
        lines = beginning.splitlines()
        if path.suffix.lower() != ".csv" or len(lines) < 2:
            return False
        names = [name.strip().strip('"') for name in lines[0].split(",")[1:]]
        return bool(names) and lines[1].split(",")[0].strip().strip('"') in names

    def read(self, path: Path) -> NamedTable:
        """The table of one population, +1 for a win, 0 for a tie, -1 for a loss. Raises InputError."""
        if self.games is not None and self.draws is not None:
            raise InputError("games and draws are two ways to say the same", remedy="Give one of the two.")
        square = _Square.read(path)
        won = square.numbers()
        rates = bool(np.any(won[np.isfinite(won)] % 1))
        games = self._games(square)
        if rates and games is None:
            cell = next(cell for cell in square.flat() if (cell.number() or 0) % 1)
            raise InputError(
                f"{cell.text} is no number of games; if these are win rates, how many games were played?",
                place=cell.place,
                remedy="Say it with --games N or --games GAMES.csv.",
            )
        if rates:
            assert games is not None
            return _named(square, *_from_rates(square, won, games), "win rates were turned back into whole games")
        wins = np.nan_to_num(won).astype(np.int64)
        square.refuse_half_pairs(won)
        if self.draws is not None:
            return _named(square, wins, _Square.read(self.draws, square.names).symmetric())
        return _named(square, wins, _ties(square, wins, games) if games is not None else np.zeros_like(wins))

    def _games(self, square: _Square) -> Ints | None:
        if self.games is None or isinstance(self.games, Path):
            return None if self.games is None else _Square.read(self.games, square.names).symmetric()
        if self.games < 1:
            raise InputError(f"{self.games} games a pair are none")
        known = np.isfinite(square.numbers())
        return np.where(known | known.T, self.games, 0)


@dataclass(frozen=True, slots=True)
class _Square:
    """names: of the policies. cells: [row][column]."""

    names: tuple[str, ...]
    cells: Sequence[Sequence[CsvCell]]

    @classmethod
    def read(cls, path: Path, like: Sequence[str] | None = None) -> _Square:
        """A square of cells; with the names `like`, in any order, where they are given."""
        head, *rows = read_csv(path)
        names = tuple(cell.text for cell in head[1:])
        _check_names(path, head[1:], rows)
        if like is None:
            return cls(names, [row[1:] for row in rows])
        if set(names) != set(like):
            odd = sorted(set(names) ^ set(like))
            raise InputError(f"'{odd[0]}' is not in both files", place=head[0].place, remedy="Name the same policies.")
        order = [names.index(name) for name in like]
        return cls(tuple(like), [[rows[i][1 + j] for j in order] for i in order])

    def flat(self) -> list[CsvCell]:
        return [cell for i, row in enumerate(self.cells) for j, cell in enumerate(row) if i != j]

    def numbers(self) -> Floats:
        """NaN where a cell is empty and on the diagonal."""
        found = np.full((len(self.names),) * 2, np.nan)
        for i, row in enumerate(self.cells):
            for j, cell in enumerate(row):
                if i != j and (number := cell.number()) is not None:
                    if number < 0:
                        raise InputError(f"'{cell.text}' is negative", place=cell.place)
                    found[i, j] = number
        return found

    def symmetric(self) -> Ints:
        """Counts that are the same for both cells of a pair, at least one of them given; 0 where none is."""
        counts = np.zeros((len(self.names),) * 2, dtype=np.int64)
        for i, row in enumerate(self.cells):
            for j, cell in enumerate(row[:i]):
                one, other = cell.integer(), self.cells[j][i].integer()
                if one is not None and other is not None and one != other and 0 not in (one, other):
                    raise InputError(
                        f"'{self.names[i]}' against '{self.names[j]}' has {one} here and {other} in the mirrored cell",
                        place=cell.place,
                    )
                counts[i, j] = counts[j, i] = max(one or 0, other or 0)
        return counts

    def refuse_half_pairs(self, numbers: Floats) -> None:
        """Both cells of a pair are known, or neither is."""
        half = np.isfinite(numbers) & ~np.isfinite(numbers.T)
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
            raise InputError(wrong, place=cell.place)
    for row, name in zip(rows, names, strict=False):
        if row[0].text != name:
            raise InputError(f"row '{row[0].text}' should be '{name}', as above the columns", place=row[0].place)
        if len(row) != len(names) + 1:
            raise InputError(
                f"row '{name}' has {len(row) - 1} numbers, there are {len(names)} policies", place=row[-1].place
            )
    if not names or len(rows) != len(names):
        raise InputError(
            f"{len(names)} columns and {len(rows)} rows are no square",
            place=f"{path}:1:1",
            remedy="Write the names of the policies above the columns and before the rows, in the same order.",
        )


def _ties(square: _Square, wins: Ints, games: Ints) -> Ints:
    ties = games - wins - wins.T
    np.fill_diagonal(ties, 0)
    if (ties < 0).any():
        i, j = np.argwhere(ties < 0)[0].tolist()
        raise InputError(
            f"'{square.names[i]}' and '{square.names[j]}' won {wins[i, j] + wins[j, i]} of {games[i, j]} games",
            place=square.cells[i][j].place,
        )
    return ties


def _from_rates(square: _Square, rates: Floats, games: Ints) -> tuple[Ints, Ints]:
    """Wins and ties: points are whole or half, and the two rates of a pair add up to 1."""
    square.refuse_half_pairs(rates)
    points = np.nan_to_num(rates) * games
    double = np.rint(2 * points).astype(np.int64)
    wrong = (np.abs(2 * points - double) > _ROUNDING * np.maximum(games, 1)) | (double + double.T != 2 * games)
    np.fill_diagonal(wrong, val=False)
    if wrong.any():
        i, j = np.argwhere(wrong)[0].tolist()
        raise InputError(
            f"{rates[i, j]:g} and {rates[j, i]:g} are no win rates of the same {games[i, j]} games",
            place=square.cells[i][j].place,
            remedy="The two rates of a pair add up to 1 and come from whole games.",
        )
    ties = double % 2
    np.fill_diagonal(ties, 0)
    return (double - ties) // 2, ties


def _named(square: _Square, wins: Ints, ties: Ints, *remarks: str) -> NamedTable:
    path = square.cells[0][0].place.rsplit(":", 2)[0]
    return NamedTable(table_of_counts(wins, ties), {ROLE: square.names}, Path(path).name, remarks)
