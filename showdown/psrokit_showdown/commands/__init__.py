"""The commands that this package adds to psrokit's command line: `psrokit showdown ...`, `psrokit play`,
`psrokit compete`, two of `psrokit bench`."""

from __future__ import annotations

import click

from psrokit_showdown.commands.bench import battles, encode, env
from psrokit_showdown.commands.compete import compete
from psrokit_showdown.commands.endgame import endgame, probe
from psrokit_showdown.commands.play import play
from psrokit_showdown.commands.replay import replay
from psrokit_showdown.commands.servers import accept, challenge, ladder, start, status, stop
from psrokit_showdown.commands.showdown import showdown
from psrokit_showdown.commands.teams import teams
from psrokit_showdown.commands.vocab import vocab


def add_to(cli: click.Group) -> None:
    """Add the commands. `bench` is psrokit's own group, or a new one where there is none."""
    cli.add_command(replay)
    cli.add_command(showdown)
    cli.add_command(compete)
    cli.add_command(play)
    showdown.add_command(teams)
    for command in (vocab, start, stop, status, ladder, accept, challenge):
        showdown.add_command(command)
    showdown.add_command(endgame)
    showdown.add_command(probe)
    bench = cli.commands.get("bench")
    if not isinstance(bench, click.Group):
        bench = click.Group("bench", help="Measure how fast this machine plays.")
        cli.add_command(bench)
    bench.add_command(battles)
    bench.add_command(encode)
    bench.add_command(env)
