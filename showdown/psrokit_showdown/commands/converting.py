"""`psrokit showdown teams convert`: export texts as packed ones and back."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit_showdown.commands.pasting import exit_code, given, readable, write_folder, write_new_file
from psrokit_showdown.commands.saying import say, say_json
from psrokit_showdown.teams import Unreadable, find_teams


def convert_teams(ref: str, format_id: str, to: str, output: Path | None, *, as_json: bool) -> int:
    """Print the teams of `ref` as `to` says, or write them to `output`; the exit code.

    Those that cannot be read are named and left out. Raises InputError for a place that cannot be used.
    """
    found = find_teams(given(ref), format_id)
    teams = readable(found)
    packed = "".join(f"{named.team.packed}\n" for named in teams)
    if output is not None and to == "packed":
        write_new_file(output, packed)
    elif output is not None:
        write_folder(teams, format_id, output)
    if as_json:
        texts = [{"name": named.name, to: getattr(named.team, to)} for named in teams]
        bad = [
            {"name": one.name, "place": one.error.place, "reason": one.error.message}
            for one in found
            if isinstance(one, Unreadable)
        ]
        written = str(output) if output else None
        say_json({"format": format_id, "output": written, "teams": texts, "unreadable": bad})
    elif output is not None:
        say(f"{len(teams)} teams written to {output}")
    elif to == "packed":
        click.echo(packed, nl=False)
    else:
        titled = (f"=== [{format_id}] {named.name} ===\n\n{named.team.export}" for named in teams)
        click.echo("\n".join(titled), nl=False)
    return exit_code(found)
