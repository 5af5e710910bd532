"""Plain head-to-head tables as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.counts import ROLE, Ints, table_of_counts
from psrokit_plugins.tables.csv_cells import CsvCell, first_rate, heads
from psrokit_plugins.tables.square import Square

_ROUNDING = 1e-6
_PERCENTAGES = "each pair is taken to have played 100 games; percentages need their sign, 62 %, and --games"


@table_format("head_to_head")
@dataclass(frozen=True)
class HeadToHeadCsv:
    """Who won how often against whom: a square of numbers with the policies' names above it and to its left.

    games: a square of the same shape with the games each pair played, or one number for all pairs that met. What is
    neither a win of the one nor of the other was a tie. Without it there were no ties.
    draws: instead, a square of the same shape with the ties of each pair.

    A cell says how many games the policy of its row won against that of its column. Where games are given, cells may
    be win rates instead, 0.62 or 62 %, a tie counting 1/2. Both cells of a pair that never met are empty; two zeros
    without games mean the same. The diagonal is not read. `games` and `draws` may fill either triangle or both. Cells
    are separated by commas, semicolons or tabs.
    """

    games: Path | int | None = None
    draws: Path | None = None

    def recognises(self, path: Path, beginning: str) -> bool:
        """A .csv or .tsv file whose second line begins with a name of the first."""
        return any(bool(second) and second[0] in first[1:] for first, second in heads(path, beginning))

    def read(self, path: Path) -> NamedTable:
        """The table of one population, +1 for a win, 0 for a tie, -1 for a loss. Raises InputError."""
        if self.games is not None and self.draws is not None:
            raise InputError("games and draws are two ways to say the same", remedy="Give one of the two.")
        square = Square.read(path)
        square.refuse_half_pairs()
        games = self._games(square)
        rate = first_rate(square.flat())
        if rate is not None:
            return _named(square, path, *_from_rates(square, games, rate), "win rates were turned into whole games")
        wins = square.counts()
        if games is None:
            return _named(square, path, wins, self._ties(square), *self._doubts(wins))
        _refuse_rates_that_look_like_wins(square, wins, games)
        return _named(square, path, wins, _rest(square, wins, games))

    def _games(self, square: Square) -> Ints | None:
        if self.games is None or isinstance(self.games, Path):
            return None if self.games is None else _beside(square, self.games, "games")
        if self.games < 1:
            raise InputError(f"{self.games} games a pair are none", remedy="Give a number from 1 on, or a table.")
        known = np.isfinite(square.numbers())
        return np.where(known, self.games, 0)

    def _ties(self, square: Square) -> Ints:
        return np.zeros_like(square.counts()) if self.draws is None else _beside(square, self.draws, "draws")

    def _doubts(self, wins: Ints) -> tuple[str, ...]:
        """A remark where wins could be percentages of any number of games."""
        decided = wins + wins.T
        return (_PERCENTAGES,) if self.draws is None and set(decided[decided > 0].tolist()) == {100} else ()


def _beside(square: Square, path: Path, what: str) -> Ints:
    """Counts of the same pairs from another file."""
    other = Square.read(path, square.names)
    counts = other.symmetric()
    odd = (counts > 0) & ~np.isfinite(square.numbers())
    if odd.any():
        i, j = np.argwhere(odd)[0].tolist()
        one, another = square.names[i], square.names[j]
        raise InputError(
            f"'{one}' and '{another}' have {counts[i, j]} {what} here, and empty cells in the table of wins",
            place=(other.cells[i][j] if other.cells[i][j].text else other.cells[j][i]).place,
            remedy="Write 0 there if neither won any of them, or leave the cells empty here too.",
        )
    return counts


def _rest(square: Square, wins: Ints, games: Ints) -> Ints:
    """The games that neither won."""
    ties = games - wins - wins.T
    np.fill_diagonal(ties, 0)
    if (ties < 0).any():
        i, j = np.argwhere(ties < 0)[0].tolist()
        one, other = square.names[i], square.names[j]
        raise InputError(
            f"'{one}' won {wins[i, j]} and '{other}' {wins[j, i]} against each other, of {games[i, j]} games",
            place=square.cells[i][j].place,
            remedy="The games of a pair are the wins of both and the ties: correct the wins here, or the games. "
            "Percentages have their sign: 62 %.",
        )
    return ties


def _refuse_rates_that_look_like_wins(square: Square, wins: Ints, games: Ints) -> None:
    """Rates of 0 and 1 alone are no wins of long series."""
    met = games > 0
    if met.any() and bool((games[met] > 1).all() and (wins + wins.T == 1)[met].all()):
        cell = next(cell for cell in square.flat() if cell.text)
        raise InputError(
            "every pair has one win: if these are win rates of 0 and 1, all the games were won",
            place=cell.place,
            remedy="Write the games won. If all others were ties, give the ties with --draws.",
        )


def _from_rates(square: Square, games: Ints | None, first: CsvCell) -> tuple[Ints, Ints]:
    """Wins and ties: points are whole or half, and the two rates of a pair add up to 1. first: a cell with a rate."""
    if games is None:
        raise InputError(
            f"{first.text} is no number of games; if these are win rates, how many games were played?",
            place=first.place,
            remedy="Say it with --games N or --games GAMES.csv.",
        )
    rates = square.numbers()
    points = np.nan_to_num(rates) * games
    double = np.rint(2 * points).astype(np.int64)
    wrong = np.abs(2 * points - double) > _ROUNDING * np.maximum(games, 1)
    wrong |= (double + double.T != 2 * games) | (np.isfinite(rates) & (games == 0))
    np.fill_diagonal(wrong, val=False)
    if wrong.any():
        i, j = np.argwhere(wrong)[0].tolist()
        raise InputError(
            f"{rates[i, j]:g} and {rates[j, i]:g} are no win rates of the same {games[i, j]} games",
            place=square.cells[i][j].place,
            remedy="The two rates of a pair add up to 1 and come from whole games; a pair that never met has none. "
            "Percentages have their sign: 62.5 %.",
        )
    ties = double % 2
    np.fill_diagonal(ties, 0)
    return (double - ties) // 2, ties


def _named(square: Square, path: Path, wins: Ints, ties: Ints, *remarks: str) -> NamedTable:
    return NamedTable(table_of_counts(wins, ties), {ROLE: square.names}, path.name, remarks)
