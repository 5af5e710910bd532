"""`psrokit demo`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option


@click.command("demo")
@click.option("--out", type=click.Path(path_type=Path), default=Path("runs/demo"), help="[default: runs/demo]")
@json_option
def verb(out: Path, as_json: bool) -> None:
    """Solve Kuhn poker in a few seconds and write a report. Needs neither Node nor torch."""
    from psrokit.cli.running import run_demo  # noqa: PLC0415 # `psrokit --help` stays fast

    run_demo(out, as_json=as_json)
