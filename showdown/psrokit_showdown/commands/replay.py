"""`psrokit replay`: a battle of a run, to read, to watch or to play again."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from psrokit_showdown.commands.showdown import json_option


@click.command("replay")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("game", type=click.IntRange(min=1), required=False)
@click.option("--html", "form", flag_value="html", default="html", help="A page to step through.  [default]")
@click.option("--text", "form", flag_value="text", help="The protocol, as a public replay of Showdown holds it.")
@click.option("--inputlog", "form", flag_value="inputlog", help="What goes into a simulator to have the battle again.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@json_option
def replay(
    run: Path, game: int | None, *, form: Literal["html", "text", "inputlog"], output: Path | None, as_json: bool
) -> None:
    """Write a battle of a RUN as a replay. GAME is its number in the run's ledger; without it the last are listed.

    The page goes to RUN/replays/GAME.html, the other forms to standard output, unless --output says otherwise. The
    battle is played again on Showdown's simulator, whichever engine played it, and must end as recorded.
    """
    from psrokit_showdown.commands.replaying import list_games, write_replay  # noqa: PLC0415 # --help stays fast

    if game is None:
        list_games(run, as_json=as_json)
    else:
        write_replay(run, game, form, output, as_json=as_json)
