"""Games as CSV with one line per game: who won and who lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.counts import ROLE, table_of_counts
from psrokit_plugins.tables.csv_cells import CsvCell, heads, read_csv

_SIDES = ("winner", "loser")
_TIES = "Of games that may be tied give lines of player_a,player_b,result with 1, 0.5 or 0."


@table_format("game_log")
@dataclass(frozen=True)
class GameLogCsv:
    """Lines of single games under the headings `winner` and `loser`, in either order, in small or capital letters.

    Nothing else may stand in a line: what another column says, a tie or a number of games, would be lost. Pairs without
    a line never met and stay unknown. Policies are listed in the order in which they appear. Cells are separated by
    commas, semicolons or tabs.
    """

    def recognises(self, path: Path, beginning: str) -> bool:
        """A .csv or .tsv file whose first line names a winner and a loser, and no policies of a square."""
        lines = heads(path, beginning)
        return any(_places(first) is not None and not {*second[:1]} & {*first[1:]} for first, second in lines)

    def read(self, path: Path) -> NamedTable:
        """The table of one population, +1 for a win and -1 for a loss. Raises InputError."""
        head, *lines = read_csv(path)
        places = _places([cell.text for cell in head])
        if places is None or not lines:
            raise InputError("no lines of games below the headings winner,loser", place=head[0].place, remedy=_TIES)
        other = next((cell for at, cell in enumerate(head) if at not in places), None)
        if other is not None:
            remedy = f"Leave out all columns but winner and loser. {_TIES}"
            raise InputError(f"what '{other.text[:40]}' says cannot be kept", place=other.place, remedy=remedy)
        games = [_game(line, places) for line in lines]
        names = tuple(dict.fromkeys(cell.text for line in lines for cell in line))
        index = {name: number for number, name in enumerate(names)}
        wins = np.zeros((len(names), len(names)), dtype=np.int64)
        for winner, loser in games:
            wins[index[winner], index[loser]] += 1
        return NamedTable(table_of_counts(wins, np.zeros_like(wins)), {ROLE: names}, path.name)


def _places(headings: Sequence[str]) -> tuple[int, int] | None:
    """Where the winner and the loser stand; None where these are not the columns of such a file."""
    found = [heading.lower() for heading in headings]
    if any(found.count(side) != 1 for side in _SIDES):
        return None
    return found.index(_SIDES[0]), found.index(_SIDES[1])


def _game(line: Sequence[CsvCell], places: tuple[int, int]) -> tuple[str, str]:
    """The names of the winner and the loser, which differ. Raises InputError for anything else."""
    if len(line) != len(places):
        raise InputError(f"{len(line)} cells in a line, there are {len(places)} columns", place=line[-1].place)
    for cell in line:
        if not cell.text:
            raise InputError("a policy's name is missing", place=cell.place, remedy=_TIES)
    winner, loser = (line[at].text for at in places)
    if winner == loser:
        raise InputError(
            f"'{winner}' against itself",
            place=line[1].place,
            remedy="Leave such lines out: by symmetry they tell nothing.",
        )
    return winner, loser
