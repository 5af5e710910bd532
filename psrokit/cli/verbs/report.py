"""`psrokit report`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option


@click.command("report")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="[default: RUN/report.html]")
@json_option
def verb(run: Path, output: Path | None, as_json: bool) -> None:
    """Write the report of a RUN: one HTML file that needs no network."""
    from psrokit.cli.looking import write_report  # noqa: PLC0415 # `psrokit --help` stays fast

    write_report(run, output, as_json=as_json)
