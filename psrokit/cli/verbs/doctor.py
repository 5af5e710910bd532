"""`psrokit doctor`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option


@click.command("doctor")
@click.option("--runs", type=click.Path(path_type=Path), default=Path("runs"), help="Where runs go. [default: runs]")
@json_option
def verb(runs: Path, as_json: bool) -> int:
    """Look whether this machine has what psrokit and its plugins need; each finding says what to do.

    Exit code 3 if something will not work.
    """
    from psrokit.cli.doctor import show_health  # noqa: PLC0415 # `psrokit --help` stays fast

    return show_health(runs, as_json=as_json)
