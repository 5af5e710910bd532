"""Verbs that look at runs: `status`, `ls`, `report`, `verify`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from psrokit.cli.output import console, print_json, printable, waiting
from psrokit.cli.running import REPORT_FILE, show
from psrokit.cli.status import status
from psrokit.errors import InputError, IntegrityError, PsrokitError
from psrokit.report import write
from psrokit.report.numbers import count
from psrokit.run.verify import verify
from psrokit.store import Run
from psrokit.store.ledger import LEDGER_FILE


def show_status(folder: Path, *, as_json: bool) -> None:
    """How the run in `folder` stands. Raises NoRun."""
    run = Run.open(folder)
    data = status(run)
    if as_json:
        print_json(data)
    elif data["iteration"] is None:
        click.echo(f"Run {printable(run.name)}: no complete iteration yet. {count(data['games']['finished'])} games.")
    else:
        show(run)


def show_runs(folder: Path, *, as_json: bool) -> None:
    """The runs directly in `folder`. Raises InputError if there is no such folder."""
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}", remedy="Name the folder that your runs are in.")
    rows = [_row(path.parent) for path in sorted(folder.glob(f"*/{LEDGER_FILE}"))]
    if as_json:
        print_json({"runs": rows})
        return
    table = Table()
    for heading in ("run", "iteration", "finished", "games", "failed"):
        table.add_column(heading)
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in _cells(row)))
    console().print(table)


def write_report(folder: Path, output: Path | None, *, as_json: bool) -> None:
    """Write the report of a run and say where it is."""
    path = write(Run.open(folder), output or folder / REPORT_FILE)
    if as_json:
        print_json({"report": str(path)})
    else:
        click.echo(f"Report: {path}")


def show_verification(folder: Path, *, as_json: bool) -> int:
    """Check the run in `folder`, say what is wrong with it and return the exit code. Raises NoRun."""
    with waiting("hashing, counting and solving everything again ..."):
        problems = verify(folder)
    if as_json:
        print_json({"folder": str(folder), "whole": not problems, "problems": problems})
    elif problems:
        click.echo(printable("\n".join(f"wrong: {problem}" for problem in problems)))
    else:
        click.echo(f"{folder} is whole: every hash, count, table and strategy holds.")
    return IntegrityError.exit_code if problems else 0


def _row(folder: Path) -> dict[str, Any]:
    try:
        data = status(Run.open(folder))
    except PsrokitError as error:
        return {"folder": str(folder), "problem": error.message}
    return {key: data[key] for key in ("name", "folder", "iteration", "finished", "games")}


def _cells(row: Mapping[str, Any]) -> list[str]:
    if "problem" in row:
        return [row["folder"], row["problem"], "", "", ""]
    iteration = "none yet" if row["iteration"] is None else str(row["iteration"])
    games = (count(row["games"][end]) for end in ("finished", "failed"))
    return [row["folder"], iteration, "yes" if row["finished"] else "no", *games]
