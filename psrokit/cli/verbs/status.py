"""`psrokit status`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option


@click.command("status")
@click.argument("run", type=click.Path(path_type=Path))
@json_option
def verb(run: Path, as_json: bool) -> None:
    """Show how the RUN in a folder stands, also while it is running, and on a copy."""
    from psrokit.cli.looking import show_status  # noqa: PLC0415 # `psrokit --help` stays fast

    show_status(run, as_json=as_json)
