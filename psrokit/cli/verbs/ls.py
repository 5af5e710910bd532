"""`psrokit ls`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option


@click.command("ls")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("runs"))
@json_option
def verb(folder: Path, as_json: bool) -> None:
    """List the runs in FOLDER (default: runs)."""
    from psrokit.cli.looking import show_runs  # noqa: PLC0415 # `psrokit --help` stays fast

    show_runs(folder, as_json=as_json)
