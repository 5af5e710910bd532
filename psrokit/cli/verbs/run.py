"""`psrokit run`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option, set_option


@click.command("run")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="The run's folder. [default: runs/NAME]")
@set_option
@json_option
def verb(file: Path, out: Path | None, overrides: tuple[str, ...], as_json: bool) -> None:
    """Run an experiment FILE, or continue where it was stopped.

    Progress goes to standard error; at the end the population with its weights, the payoffs and everything measured
    are shown, and RUN/report.html is written. A run that is finished is left as it is. FILE may also be the folder of
    a run, which is then continued. Ctrl-C stops it; the same command continues it.
    """
    from psrokit.cli.running import run_experiment  # noqa: PLC0415 # `psrokit --help` stays fast

    run_experiment(file, out, overrides, as_json=as_json)
