"""The commands that this package adds to psrokit's command line: `psrokit showdown ...` and `psrokit bench battles`."""

from __future__ import annotations

import click

from psrokit_showdown.commands.bench import battles
from psrokit_showdown.commands.showdown import showdown


def add_to(cli: click.Group) -> None:
    """Add the commands. `bench` is psrokit's own group, or a new one where there is none."""
    cli.add_command(showdown)
    bench = cli.commands.get("bench")
    if not isinstance(bench, click.Group):
        bench = click.Group("bench", help="Measure how fast this machine plays.")
        cli.add_command(bench)
    bench.add_command(battles)
