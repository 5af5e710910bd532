"""`psrokit verify`: proof that a run folder is whole."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.catalog import build
from psrokit.cli.output import print_json, printable, warn
from psrokit.errors import IntegrityError, PsrokitError
from psrokit.meta import MetaSolver
from psrokit.store import Run
from psrokit.verify import verify


def show_verification(folder: Path, *, as_json: bool) -> int:
    """Check the run in `folder`, say what is wrong with it and return the exit code. Raises NoRun."""
    problems = verify(folder, _solver(folder))
    if as_json:
        print_json({"folder": str(folder), "whole": not problems, "problems": problems})
    elif problems:
        click.echo(printable("\n".join(f"wrong: {problem}" for problem in problems)))
    else:
        click.echo(f"{folder} is whole: every hash, count, table and strategy holds.")
    return IntegrityError.exit_code if problems else 0


def _solver(folder: Path) -> MetaSolver | None:
    """The run's meta-solver; None, with a warning, where it cannot be built here."""
    try:
        plan = Run.open(folder).plan
        solver: MetaSolver = build("meta_solver", plan["meta_solver"], [plugin["file"] for plugin in plan["plugins"]])
    except IntegrityError:
        return None
    except PsrokitError as error:
        warn(f"strategies are not solved again: {error}")
        return None
    return solver
