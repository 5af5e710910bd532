"""`psrokit plan`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option, set_option


@click.command("plan")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@set_option
@json_option
def verb(file: Path, overrides: tuple[str, ...], as_json: bool) -> None:
    """Check an experiment FILE and show what it would run, every default written out. Nothing is played."""
    from psrokit.cli.planning import show_plan  # noqa: PLC0415 # `psrokit --help` stays fast

    show_plan(file, overrides, as_json=as_json)
