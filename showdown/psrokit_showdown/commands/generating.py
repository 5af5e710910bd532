"""`psrokit showdown teams generate`: teams drawn from usage statistics."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit_showdown.commands.pasting import must_hold_none, write_folder
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams.generation import generate_teams
from psrokit_showdown.teams.usage import read_usage


def generate_teams_from(
    path: Path, format_id: str, count: int, seed: int, output: Path | None, *, as_json: bool
) -> None:
    """Draw, judge and write or print the teams. Raises InputError if the statistics do not yield legal ones."""
    usage = read_usage(path)
    if output is not None:
        must_hold_none(output, format_id)
    install(tell)
    with Simulator() as simulator:
        teams, refused = generate_teams(usage, format_id, count, seed, simulator)
    if output is not None:
        write_folder(teams, format_id, output)
    if as_json:
        packed = [{"name": named.name, "packed": named.team.packed} for named in teams]
        say_json({"format": format_id, "seed": seed, "refused": len(refused), "teams": packed})
        return
    if output is None:
        click.echo("".join(f"{named.team.packed}\n" for named in teams), nl=False)
    tell(f"{count} legal teams from {path}; {len(refused)} more were drawn and refused by the validator")
    if output is not None:
        say(f"{count} teams written to {output}")
