"""The page of `psrokit analyze`: what was found out about a table, in one self-contained file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from markupsafe import Markup

from psrokit.analyzer import Cell, Sheet
from psrokit.answers import Answer
from psrokit.estimate import Estimate
from psrokit.meta import constant_sum
from psrokit.payoff import PayoffTable
from psrokit.report.frame import framed
from psrokit.report.heat import legend, shade, spread_around
from psrokit.report.numbers import count, fixed, number, signed
from psrokit.report.scale import Scale, linear
from psrokit.report.strip import STRIP_WIDTH, strip, strip_axis, strip_scale
from psrokit.report.words import interval_text, range_text, value_text
from psrokit.store.files import make_folder, write_durably
from psrokit.table_format import NamedTable
from psrokit.win_loss import returns_are_wins

MOST_ROWS = 200
"""Of a sheet on the page, each with its pictures; data has all."""
_MOST_SHOWN = 40
_MOST_PICTURES = 3
"""Beside each other in a sheet; with more of them it would be wider than the page."""
_DENSE = 9


@dataclass(frozen=True, slots=True)
class ShownCell:
    """kind: the class of the table cell. text: what stands in it. strip: its interval as a picture, if it has one.

    below: what stands on a second line.
    """

    kind: str
    text: str
    title: str = ""
    strip: Markup | None = None
    below: str = ""


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet with its cells written out. axes: for each column the head of its strips, None where it has none.

    hidden: how many more rows it has than are shown.
    """

    sheet: Sheet
    axes: tuple[Markup | None, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class ShownMatrix:
    """The table's means as a heat map, for two seats. reading: how to read it."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[ShownCell, ...], ...]
    legend: Markup
    dense: bool
    alike: bool
    reading: str


def write_answer(answer: Answer, target: Path) -> Path:
    """Write the page to `target` and return it. Raises EnvironmentFault if the disk refuses."""
    make_folder(target.parent)
    write_durably(target, render_answer(answer).encode("utf-8", "replace"))
    return target


def render_answer(answer: Answer) -> str:
    """The whole page. It runs no script and loads nothing."""
    context = {
        "named": answer.question.named,
        "level": answer.question.level,
        "resamples": answer.question.resamples,
        "seed": answer.question.seed,
        "matrix": _matrix(answer.question.named),
        "findings": [
            (name, finding, *([_shown(sheet) for sheet in sheets] for sheets in (finding.sheets, finding.details)))
            for name, finding in answer.findings.items()
        ],
        "refused": answer.refused,
    }
    return framed("answer.html", context)


def _shown(sheet: Sheet) -> ShownSheet:
    shown = sheet.rows[:MOST_ROWS]
    scales = [_scale([row[index] for row in shown]) for index in range(len(sheet.columns))]
    if sum(scale is not None for scale in scales) > _MOST_PICTURES:
        rows = tuple(tuple(_narrow_cell(cell) for cell in row) for row in shown)
        return ShownSheet(sheet, (None,) * len(scales), rows, len(sheet.rows) - len(shown))
    axes = tuple(None if scale is None else strip_axis(scale) for scale in scales)
    rows = tuple(tuple(_cell(cell, scale) for cell, scale in zip(row, scales, strict=True)) for row in shown)
    return ShownSheet(sheet, axes, rows, len(sheet.rows) - len(shown))


def _scale(cells: Sequence[Cell]) -> Scale | None:
    """One scale for all intervals of a column, from 0 on except for ratings; None where there is none to draw."""
    estimates = [cell for cell in cells if isinstance(cell, Estimate) and cell.bound != "exact"]
    if not estimates or not np.isfinite([(one.low, one.high) for one in estimates]).all():
        return None
    if estimates[0].kind != "rating":
        return strip_scale(estimates)
    return linear([end for one in estimates for end in (one.low, one.high)], 8.0, STRIP_WIDTH - 8.0)


def _cell(cell: Cell, scale: Scale | None) -> ShownCell:
    if isinstance(cell, Estimate):
        picture = strip(cell, scale) if scale is not None else None
        return ShownCell("figures", cell_text(cell), interval_text(cell), picture)
    if isinstance(cell, str):
        return ShownCell("name" if len(cell) < _MOST_SHOWN else "what", cell, cell)
    return ShownCell("number", cell_text(cell))


def _narrow_cell(cell: Cell) -> ShownCell:
    """The same without a picture, an interval below its value: for sheets of many numbers beside each other."""
    if isinstance(cell, Estimate) and cell.bound not in {"bracket", "exact"}:
        return ShownCell("figures", value_text(cell), interval_text(cell), below=range_text(cell))
    return _cell(cell, None)


def cell_text(cell: Cell) -> str:
    """A cell of a sheet in words; of a bracket only its ends mean something, of a bound only the bound."""
    if isinstance(cell, Estimate):
        if cell.bound == "upper" and cell.value == cell.high:
            return f"≤ {value_text(cell)}"
        return range_text(cell) if cell.bound == "bracket" else f"{value_text(cell)} {range_text(cell)}"
    if isinstance(cell, str) or cell is None:
        return cell or ""
    return count(cell) if isinstance(cell, int) else number(cell)


def _matrix(named: NamedTable) -> ShownMatrix | None:
    table = named.table
    if len(table.seats) != 2 or max(table.sizes) > _MOST_SHOWN:
        return None
    means, alike = table.mean[0], table.seats[0] == table.seats[1]
    spread = spread_around(means, 0.0)
    names = [named.names[role] for role in table.seats]
    cells = tuple(
        tuple(_heat_cell(named, (i, j), float(means[i, j]), spread) for j in range(table.sizes[1]))
        for i in range(table.sizes[0])
    )
    dense = max(table.sizes) > _DENSE
    return ShownMatrix(names[0], names[1], cells, legend(0.0, spread), dense, alike, _reading(table))


def _reading(table: PayoffTable) -> str:
    played = not table.exact[table.known].all()
    wins = ", won 1, tied 0, lost −1: a win rate w is 2 w − 1" if returns_are_wins(table) else ""
    said = [f"What the policy of a row earns against the policy of a column{', the mean of its games' * played}{wins}."]
    if not table.known.all():
        said.append("A question mark is a pair without games.")
    if constant_sum(table) is None:
        said.append("What the policy of a column earns is not shown: it is not the opposite.")
    if played:
        said.append("Point at a cell for its games.")
    return " ".join(said)


def _heat_cell(named: NamedTable, cell: tuple[int, int], mean: float, spread: float) -> ShownCell:
    pair = " against ".join(named.profile(cell))
    if not named.table.known[cell]:
        return ShownCell("cell missing", "?", f"{pair}: no games")
    games = int(named.table.games[cell])
    hint = f"{pair}: {signed(number(mean))}, {f'{games} games' if games else 'exact'}"
    return ShownCell(f"cell {shade(mean, 0.0, spread)}", signed(fixed(mean, 2)), hint)
