"""The commands that this package adds to psrokit's command line: `psrokit showdown ...` and two of `psrokit bench`."""

from __future__ import annotations

import click

from psrokit_showdown.commands.bench import battles, encode
from psrokit_showdown.commands.showdown import showdown
from psrokit_showdown.commands.vocab import vocab


def add_to(cli: click.Group) -> None:
    """Add the commands. `bench` is psrokit's own group, or a new one where there is none."""
    cli.add_command(showdown)
    showdown.add_command(vocab)
    bench = cli.commands.get("bench")
    if not isinstance(bench, click.Group):
        bench = click.Group("bench", help="Measure how fast this machine plays.")
        cli.add_command(bench)
    bench.add_command(battles)
    bench.add_command(encode)
