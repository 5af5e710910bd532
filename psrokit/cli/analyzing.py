"""`psrokit analyze`: one table, every question, as text, JSON or a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from textwrap import fill
from typing import Any

import click

from psrokit.analyzer import Finding, Sheet
from psrokit.answers import Answer, analyze, read_table, table_writer, write_table
from psrokit.cli.output import console, print_json, printable, waiting
from psrokit.cli.sheets import sheet_tables
from psrokit.estimate import Estimate
from psrokit.report.answer import MOST_ROWS, write_answer
from psrokit.report.numbers import count
from psrokit.return_bounds import USUAL, Returns
from psrokit.table_format import NamedTable
from psrokit.win_loss import as_win_rates

_MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    table: Path
    games: str | None
    draws: Path | None
    returns: tuple[float, float] | None
    win_loss: bool
    table_format: str | None
    only: tuple[str, ...]
    level: float
    resamples: int | None
    seed: int
    budget: int

    def read(self) -> NamedTable:
        """The table. Raises InputError."""
        options: dict[str, Any] = {}
        if self.games is not None:
            whole = self.games.removeprefix("-").isdecimal()
            options["games"] = int(self.games) if whole else str(Path(self.games).absolute())
        if self.draws is not None:
            options["draws"] = str(self.draws.absolute())
        named = read_table(self.table, self.table_format, returns=self.returns, **options)
        return _stated(named, self.returns or USUAL) if self.win_loss else named

    def answer(self) -> Answer:
        """What the analyzers say."""
        return analyze(
            self.read(),
            level=self.level,
            resamples=self.resamples,
            seed=self.seed,
            budget=self.budget,
            only=self.only,
        )


def _stated(named: NamedTable, ends: Returns) -> NamedTable:
    """The table with the user's word for it that games are won, tied and lost; ends: what a loss and a win count."""
    scale = "" if ends == USUAL else f" from {ends[0]:g} to {ends[1]:g}"
    remark = f"payoffs are win rates{scale} because --win-loss says so"
    return replace(named, table=as_win_rates(named.table, ends), remarks=(*named.remarks, remark))


def show_analysis(request: Request, *, html: Path | None, save: Path | None, as_json: bool) -> None:
    """Answer, say it, and write what is asked for. Raises InputError."""
    if save is not None:
        table_writer(save)  # a file that nothing writes is told before all the work
    with waiting("working out what the table says ..."):
        answer = request.answer()
    written: dict[str, str] = {}
    if html is not None:
        written["html"] = str(write_answer(answer, html))
    if save is not None:
        write_table(answer.question.named, save)
        written["saved"] = str(save)
    if as_json:
        print_json({**answer_data(answer), **written})
        return
    _say(answer)
    for what, path in written.items():
        click.echo(f"{what}: {path}")


def answer_data(answer: Answer) -> dict[str, Any]:
    """The answer as JSON data."""
    named = answer.question.named
    return {
        "source": named.source,
        "remarks": list(named.remarks),
        "policies": {role: list(names) for role, names in named.names.items()},
        "level": answer.question.level,
        "resamples": answer.question.resamples,
        "seed": answer.question.seed,
        "budget": answer.question.budget,
        "findings": {name: _finding_data(finding) for name, finding in answer.findings.items()},
        "refusals": dict(answer.refusals),
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    sheets = [
        {
            "title": sheet.title,
            "meaning": sheet.meaning,
            "columns": list(sheet.columns),
            "rows": [[asdict(cell) if isinstance(cell, Estimate) else cell for cell in row] for row in sheet.rows],
        }
        for sheet in finding.all_sheets
    ]
    return {"title": finding.title, "sentences": list(finding.sentences), "sheets": sheets}


def _say(answer: Answer) -> None:
    named = answer.question.named
    sizes: Mapping[str, int] = {role: len(names) for role, names in named.names.items()}
    policies = ", ".join(
        f"{count(size)} {'policy' if size == 1 else 'policies'}" if len(sizes) == 1 else f"{size} of {role}"
        for role, size in sizes.items()
    )
    click.echo(printable(f"{named.source}: {policies}, {count(_games(named))} games"))
    for remark in named.remarks:
        _prose(remark)
    for finding in answer.findings.values():
        click.echo(printable(f"\n{finding.title.upper()}"))
        for sentence in finding.sentences:
            _prose(sentence)
        for sheet in finding.sheets:
            _say_sheet(sheet)
        if finding.details:
            _prose(f"More in --html PAGE and --json: {', '.join(sheet.title for sheet in finding.details)}.")
    for reason, refused in answer.refused.items():
        click.echo(printable(f"\n{', '.join(refused)}: no answer. {reason}"))


def _say_sheet(sheet: Sheet) -> None:
    tables, remark = sheet_tables(sheet, _MOST_ROWS, console())
    for table in tables:
        console().print(table)
    if len(sheet.rows) > _MOST_ROWS:
        page = "--html PAGE and " if len(sheet.rows) <= MOST_ROWS else ""
        _prose(f"{count(len(sheet.rows) - _MOST_ROWS)} more rows are in {page}--json.")
    _prose(f"{remark} {sheet.meaning}" if remark else sheet.meaning)


def _prose(text: str) -> None:
    """Lines as wide as the tables, indented."""
    width = console().width
    click.echo(fill(printable(text), width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False))


def _games(named: NamedTable) -> int:
    """Games in the table, those of mirrored cells counted once."""
    return sum(int(named.table.games[profile]) for profile in named.table.profiles())
