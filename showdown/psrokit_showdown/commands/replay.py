"""`psrokit replay`: a battle of a run, to read, to watch or to play again."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit_showdown.commands.showdown import json_option


@click.command("replay")
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("game", type=click.IntRange(min=1), required=False)
@click.option("--html", "forms", flag_value="html", multiple=True, help="A page to step through.  [default]")
@click.option(
    "--text", "forms", flag_value="text", multiple=True, help="The protocol, as a public replay of Showdown holds it."
)
@click.option(
    "--inputlog",
    "forms",
    flag_value="inputlog",
    multiple=True,
    help="What goes into a simulator to have the battle again.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@json_option
def replay(run: Path, game: int | None, *, forms: tuple[str, ...], output: Path | None, as_json: bool) -> None:
    """Write a battle of a RUN as a replay. GAME is its number in the run's ledger; without it the last are listed.

    The page goes to RUN/replays/GAME.html, the other forms to standard output, unless --output says otherwise. The
    battle is played again on Showdown's simulator, whichever engine played it, and must end as recorded.
    """
    from psrokit_showdown.commands.replaying import list_games, write_replay  # noqa: PLC0415 # --help stays fast

    if len(set(forms)) > 1:
        raise click.UsageError(f"--{' and --'.join(dict.fromkeys(forms))} are different forms: give one of them")
    if game is None:
        list_games(run, as_json=as_json)
    else:
        write_replay(run, game, forms[0] if forms else "html", output, as_json=as_json)
