"""`psrokit showdown teams convert`: export texts as packed ones and back."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit_showdown.commands.pasting import given, write_file, write_folder
from psrokit_showdown.commands.saying import say, say_json
from psrokit_showdown.teams import load_teams


def convert_teams(ref: str, format_id: str, to: str, output: Path | None, *, as_json: bool) -> None:
    """Print the teams of `ref` as `to` says, or write them to `output`. Raises InputError."""
    teams = load_teams(given(ref), format_id)
    packed = "".join(f"{named.team.packed}\n" for named in teams)
    if output is not None and to == "packed":
        write_file(output, packed)
    elif output is not None:
        write_folder(teams, format_id, output)
    if as_json:
        texts = [{"name": named.name, to: getattr(named.team, to)} for named in teams]
        say_json({"format": format_id, "output": str(output) if output else None, "teams": texts})
    elif output is not None:
        say(f"{len(teams)} teams written to {output}")
    elif to == "packed":
        click.echo(packed, nl=False)
    else:
        titled = (f"=== [{format_id}] {named.name} ===\n\n{named.team.export}" for named in teams)
        click.echo("\n".join(titled), nl=False)
