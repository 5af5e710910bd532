"""`psrokit showdown teams`: teams of one's own, public ones, and ones drawn from statistics."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit_showdown.commands.showdown import format_option, json_option

_NEW = click.Path(exists=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("teams")
def teams() -> None:
    """Teams: check, convert, count, generate and download them.

    REF names teams: "builtin" (the default), a folder of .FORMAT_team files, a file (one export text, packed teams or
    JSON objects one a line, or the team builder's backup), or "-" for a text that is pasted into standard input.
    """


@teams.command("check")
@click.argument("ref", default="builtin")
@format_option
@json_option
def check(ref: str, format_id: str, as_json: bool) -> int:
    """List teams with the verdict of Showdown's own validator. Exit code 2 if one is refused or cannot be read.

    Every reason stands beside the file and line of the Pokemon that it is about. REF: see `psrokit showdown teams`.
    """
    from psrokit_showdown.commands.judging import show_teams  # noqa: PLC0415 # `psrokit --help` stays fast

    return show_teams(ref, format_id, as_json=as_json)


@teams.command("convert")
@click.argument("ref", default="builtin")
@format_option
@click.option("--to", type=click.Choice(["export", "packed"]), default="export", show_default=True, help="Which text.")
@click.option("-o", "--output", type=_NEW, help="A new folder (export) or file (packed). [default: standard output]")
@json_option
def convert(ref: str, *, format_id: str, to: str, output: Path | None, as_json: bool) -> int:
    """Write teams in the other of Showdown's two texts. Exit code 2 if one cannot be read; the others are written.

    An export names full EVs, which a text of generations 1 and 2 may leave out, and leaves out what is so everywhere:
    level 100, IVs of 31. Legality is not judged. REF: see `psrokit showdown teams`.
    """
    from psrokit_showdown.commands.converting import convert_teams  # noqa: PLC0415 # `psrokit --help` stays fast

    return convert_teams(ref, format_id, to, output, as_json=as_json)


@teams.command("stats")
@click.argument("ref", default="builtin")
@format_option
@json_option
def stats(ref: str, format_id: str, as_json: bool) -> int:
    """Count what is played in a set of teams. With --json in a form that `generate` reads.

    Exit code 2 if a team cannot be read; the others are counted. REF: see `psrokit showdown teams`.
    """
    from psrokit_showdown.commands.counting import show_usage  # noqa: PLC0415 # `psrokit --help` stays fast

    return show_usage(ref, format_id, as_json=as_json)


@teams.command("generate")
@click.argument("usage", type=_FILE)
@format_option
@click.option("--count", type=click.IntRange(min=1), default=10, show_default=True, help="How many teams.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Decides which teams.")
@click.option("-o", "--output", type=_NEW, help="A new folder for .FORMAT_team files. [default: standard output]")
@json_option
def generate(usage: Path, *, format_id: str, count: int, seed: int, output: Path | None, as_json: bool) -> None:
    """Draw legal teams from usage statistics.

    USAGE: Smogon's chaos JSON, a move-set file of Metamon, or what `psrokit showdown teams stats --json` prints.
    """
    from psrokit_showdown.commands.generating import generate_teams_from  # noqa: PLC0415 # `psrokit --help` stays fast

    generate_teams_from(usage, format_id, count, seed, output, as_json=as_json)


@teams.command("download")
@click.argument("name")
@format_option
@click.option("--revision", help="A version or commit of the hub's data set. [default: the one psrokit pins]")
@click.option("--sha256", help="What the archive's SHA-256 must be. [default: what the hub states for that commit]")
@click.option("-o", "--output", type=_NEW, help="A new folder. [default: in psrokit's cache]")
@json_option
def download(
    name: str, *, format_id: str, revision: str | None, sha256: str | None, output: Path | None, as_json: bool
) -> None:
    """Download the public team set NAME (such as competitive or modern_replays) from the Hugging Face hub."""
    from psrokit_showdown.commands.fetching import Wanted, fetch_teams  # noqa: PLC0415 # `psrokit --help` stays fast

    fetch_teams(Wanted(name, format_id, revision, sha256, output), as_json=as_json)
