"""Head-to-head tables of two roles as CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.counts import Ints, table_between
from psrokit_plugins.tables.csv_cells import first_rate, heads, plain_number
from psrokit_plugins.tables.rectangle import Rectangle

_ROUNDING = 1e-6
_ROLES = re.compile(r"\s*([^/\\]*[^/\\\s])\s*[/\\]\s*([^/\\]*[^/\\\s])\s*")


@dataclass(frozen=True, slots=True)
class _Records:
    """Games of each pair, shape (rows, columns): won by the policy of the row, lost and tied."""

    won: Ints
    lost: Ints
    tied: Ints


@table_format("two_roles")
@dataclass(frozen=True)
class TwoRolesCsv:
    """Who of one role won how often against whom of another: a rectangle of numbers with the names of both.

    games: a table of the same shape with the games each pair played, or one number for all pairs that met.
    draws: a table of the same shape with the ties of each pair; without it there were none.

    The first cell names both roles, those of the rows first: `attacker / defender`. A cell says how many games the
    policy of its row won against that of its column, or its win rate, 0.62 or 62 %, a tie counting 1/2; what it neither
    won nor tied it lost. Cells of pairs that never met are empty. Cells are separated by commas, semicolons or tabs.
    """

    games: Path | int | None = None
    draws: Path | None = None

    def recognises(self, path: Path, beginning: str) -> bool:
        """A .csv or .tsv file whose second line is a name and as many numbers as there are names in the first."""
        return any(
            len(first) == len(second) and second[0] not in first[1:] and _are_numbers(second[1:])
            for first, second in heads(path, beginning)
        )

    def read(self, path: Path) -> NamedTable:
        """A table of two roles, +1 for a win, 0 for a tie, -1 for a loss. Raises InputError."""
        wins = Rectangle.read(path)
        roles = _roles(wins)
        names = dict(zip(roles, (wins.rows, wins.columns), strict=True))
        records = self._records(wins)
        remark = () if self.draws is not None else ("what was not won is taken as lost; ties are given with --draws",)
        return NamedTable(table_between(roles, records.won, records.lost, records.tied), names, path.name, remark)

    def _records(self, wins: Rectangle) -> _Records:
        numbers, games = wins.numbers(), self._games(wins)
        met = np.isfinite(numbers)
        rates = first_rate(cell for line in wins.cells for cell in line) is not None
        if not rates and met.any() and numbers[met].max() <= 1 < games[met].min():
            raise InputError(
                "all wins are 0 or 1: if these are win rates, they are no numbers of wins",
                place=wins.cells[0][0].place,
                remedy="Write the games won.",
            )
        doubled = np.nan_to_num(2 * numbers * games if rates else 2 * numbers)  # twice the points, or the wins
        points = np.rint(doubled).astype(np.int64)
        tied = points % 2 if self.draws is None else Rectangle.read(self.draws).like(wins).counts()
        won = (points - tied) // 2 if rates else points // 2
        lost = games - won - tied
        wrong = (np.minimum(won, lost) < 0) | (2 * won + (tied if rates else 0) != points) | ((games > 0) & ~met)
        wrong |= np.abs(doubled - points) > _ROUNDING * np.maximum(games, 1)
        if wrong.any():
            i, j = np.argwhere(wrong)[0].tolist()
            raise InputError(
                f"{wins.cells[i][j].text or 'no number'} of '{wins.rows[i]}' against '{wins.columns[j]}' is not of "
                f"{games[i, j]} games with {tied[i, j]} ties",
                place=wins.cells[i][j].place,
                remedy="The games of a pair are its wins, its losses and its ties; a pair that never met has none.",
            )
        return _Records(won, lost, tied)

    def _games(self, wins: Rectangle) -> Ints:
        """Games of each pair, 0 of those that never met."""
        if isinstance(self.games, Path):
            return Rectangle.read(self.games).like(wins).counts()
        if self.games is None or self.games < 1:
            raise InputError(
                "wins of the rows alone do not tell how many games were lost",
                place=wins.corner.place,
                remedy="Say how many games each pair played: --games N or --games GAMES.csv, a table like this one.",
            )
        return np.where(np.isfinite(wins.numbers()), self.games, 0)


def _roles(wins: Rectangle) -> tuple[str, str]:
    stated = _ROLES.fullmatch(wins.corner.text)
    if stated is None or stated[1] == stated[2]:
        others = [name for name in wins.rows if name not in wins.columns]
        whose = f"'{(others or wins.rows)[0]}' of the rows is not in the columns" if others else "rows name the columns"
        raise InputError(
            f"{whose}, and the first cell does not say that rows and columns are two roles",
            place=wins.corner.place,
            remedy="Expected is one population, named above the columns and before the rows, or two "
            "roles, named in the first cell: 'attacker / defender'. With a line per pair, the first line is "
            "player_a,player_b,wins,losses.",
        )
    return stated[1], stated[2]


def _are_numbers(texts: list[str]) -> bool:
    """Whether all are numbers or nothing, and some are numbers."""
    numbers = [plain_number(text) for text in texts if text]
    return bool(numbers) and not np.isnan(numbers).any()
