"""`psrokit verify`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import json_option


@click.command("verify")
@click.argument("run", type=click.Path(path_type=Path))
@json_option
def verb(run: Path, as_json: bool) -> int:
    """Prove that a RUN is whole: hash, count and solve everything again. Exit code 6 if anything is wrong."""
    from psrokit.cli.looking import show_verification  # noqa: PLC0415 # `psrokit --help` stays fast

    return show_verification(run, as_json=as_json)
