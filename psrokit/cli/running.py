"""`psrokit run`: plan, play, solve, measure, report, and say what came of it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import click

from psrokit.cli.output import console, print_json
from psrokit.cli.progress import progress, say_plainly
from psrokit.cli.status import status
from psrokit.cli.tables import summary
from psrokit.errors import PsrokitError
from psrokit.plan import Plan, make_plan
from psrokit.report import write
from psrokit.report.facts import read
from psrokit.run import execute
from psrokit.store import EXPERIMENT_FILE, MEASURED, NoRun, Run
from psrokit.store.rows import Event

RUNS = Path("runs")
REPORT_FILE = "report.html"
DEMO = Path(__file__).with_name("demo.yaml")


class Interrupted(PsrokitError):
    """Somebody stopped the run. Everything that was finished is kept."""

    exit_code: ClassVar[int] = 130


def run_experiment(file: Path, out: Path | None, overrides: Sequence[str], *, as_json: bool) -> None:
    """Run an experiment file, or continue the run of a folder, and print how it stands at its end.

    Raises Interrupted with the command that continues it, and what `make_plan` and `execute` raise.
    """
    again = shlex.join(["psrokit", "run", str(file), *_options(out, overrides)])
    if file.is_dir():
        file, out, overrides = _of_folder(file, out, overrides)
    plan = make_plan(file, overrides)
    folder = out or RUNS / plan.name
    before = _events(folder)
    try:
        run = _execute(plan, folder, before)
    except KeyboardInterrupt:
        raise Interrupted("interrupted; everything finished is kept", remedy=f"Continue with: {again}") from None
    if _events(folder) == before:
        say_plainly("This run was finished already: nothing was played.")
    if not as_json:
        show(run)
    report = write(run, run.folder / REPORT_FILE)
    if as_json:
        print_json({**status(run), "report": str(report)})
    else:
        click.echo(f"Report: {report}")


def show(run: Run) -> None:
    """Print what a run has found so far."""
    screen = console()
    for part in summary(read(run)):
        screen.print(part)


def _execute(plan: Plan, folder: Path, before: Sequence[Event]) -> Run:
    known = max((event.body["iteration"] for event in before if event.kind == MEASURED), default=-1)
    with progress(plan.experiment.iterations, known) as observer:
        return execute(plan, folder, observers=[observer])


def _options(out: Path | None, overrides: Sequence[str]) -> list[str]:
    return [*(["--out", str(out)] if out else []), *(part for one in overrides for part in ("--set", one))]


def _of_folder(folder: Path, out: Path | None, overrides: Sequence[str]) -> tuple[Path, Path, list[str]]:
    """The file, folder and overrides that continue the run in `folder`, wherever it lies now."""
    run = Run.open(folder)
    plugins = ",".join(f"'{plugin['file']}'" for plugin in run.plan["plugins"])
    kept = [f"name={run.name}", *([f"plugins=[{plugins}]"] if plugins else []), *run.plan["overrides"]]
    return folder / EXPERIMENT_FILE, out or folder, [*kept, *overrides]


def _events(folder: Path) -> list[Event]:
    try:
        return Run.open(folder).events()
    except NoRun:
        return []


def run_demo(out: Path, *, as_json: bool) -> None:
    """Run the experiment that comes with the command line."""
    run_experiment(DEMO, out, (), as_json=as_json)
