"""Analyzers: each answers one question about a payoff table, in sentences and sheets of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np

from psrokit.errors import IntegrityError
from psrokit.estimate import Estimate
from psrokit.payoff import PayoffTable
from psrokit.rating import Rating
from psrokit.seeds import generator
from psrokit.table_format import NamedTable

if TYPE_CHECKING:
    import pandas as pd

Cell: TypeAlias = str | int | float | Estimate | None
"""What stands in a sheet: words, a count, an exact number, an estimate, or nothing."""
RESAMPLES = 400
"""Draws of a bootstrap that intervals need."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of numbers under headings. meaning: what they are: kind, convention, units, how they were computed."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    meaning: str

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise IntegrityError(f"the sheet '{self.title}' has rows of another length than its headings")

    def to_frame(self) -> pd.DataFrame:
        """The sheet as a data frame; an estimate becomes three columns: `x`, `x low` and `x high`."""
        import pandas as pd  # noqa: PLC0415 # only where a frame is asked for

        spread = [any(isinstance(row[i], Estimate) for row in self.rows) for i in range(len(self.columns))]
        names = [
            name
            for heading, wide in zip(self.columns, spread, strict=True)
            for name in ((heading, f"{heading} low", f"{heading} high") if wide else (heading,))
        ]
        rows = [
            [part for cell, wide in zip(row, spread, strict=True) for part in _parts(cell, wide=wide)]
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=names)

    def _repr_html_(self) -> str:
        import pandas as pd  # noqa: PLC0415 # only for notebooks

        told = pd.DataFrame([[_told(cell) for cell in row] for row in self.rows], columns=self.columns)
        return str(told.to_html(escape=True, index=False, border=0))


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question.

    title: its heading. sentences: the answer in words, the most important first. sheets: the numbers behind it.
    rank: where it stands among the others; the lower the earlier. details: more numbers, of which text gives the titles
    alone; pages and data have them.
    """

    title: str
    sentences: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    rank: int = 100
    details: tuple[Sheet, ...] = ()

    @property
    def all_sheets(self) -> tuple[Sheet, ...]:
        """The sheets and then the details."""
        return (*self.sheets, *self.details)

    def to_frame(self) -> pd.DataFrame:
        """The first sheet as a data frame. Raises IntegrityError if there is none."""
        if not self.sheets:
            raise IntegrityError(f"'{self.title}' has no numbers, only words: {' '.join(self.sentences)}")
        return self.sheets[0].to_frame()

    def _repr_html_(self) -> str:
        from markupsafe import escape  # noqa: PLC0415 # only for notebooks

        words = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.sentences)
        sheets = "".join(
            f"<h4>{escape(sheet.title)}</h4>{sheet._repr_html_()}<p>{escape(sheet.meaning)}</p>"  # its own part
            for sheet in self.all_sheets
        )
        return f"<h3>{escape(self.title)}</h3>{words}{sheets}"


@dataclass(frozen=True, slots=True)
class Question:
    """A table to be understood.

    ratings: the ratings to try, by name. level: confidence of intervals. resamples: draws of a bootstrap. seed: fixes
    every random number of the answer. budget: how many more games there are to spend, in the samples that the table
    counts: games, or mirrored pairs of games.
    """

    named: NamedTable
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    level: float = 0.95
    resamples: int = RESAMPLES
    seed: int = 0
    budget: int = 1000

    @property
    def table(self) -> PayoffTable:
        """The evidence."""
        return self.named.table

    def rng(self, *purpose: int | str) -> np.random.Generator:
        """Random numbers for one purpose; those for "resampling" are shared by all analyzers."""
        return generator(self.seed, "analyze", *purpose)


class Analyzer(Protocol):
    """Answers one question about a table. Pure: the same question has the same answer."""

    def answer(self, question: Question) -> Finding:
        """The finding. Raises InputError or IntegrityError, with the reason, where the table does not allow one."""


def _told(cell: Cell) -> str:
    """A cell in words: an estimate with its interval, of a bracket only the ends, of a bound only the bound."""
    if isinstance(cell, Estimate):
        if cell.bound == "upper" and cell.value == cell.high:
            return f"≤ {cell.value:.3g}"
        ends = "" if cell.bound == "exact" else f"[{cell.low:.3g}, {cell.high:.3g}]"
        return ends if cell.bound == "bracket" else f"{cell.value:.3g} {ends}".rstrip()
    if isinstance(cell, float):
        return f"{cell:.3g}"
    return "" if cell is None else f"{cell}"


def _parts(cell: Cell, *, wide: bool) -> tuple[Any, ...]:
    if isinstance(cell, Estimate):
        return cell.value, cell.low, cell.high
    return (cell, None, None) if wide else (cell,)
