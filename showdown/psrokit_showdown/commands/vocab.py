"""`psrokit showdown vocab`: the numbers of words."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit_showdown.commands.showdown import json_option

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("vocab")
def vocab() -> None:
    """Vocabularies: the numbers of the words in observations."""


@vocab.command("list")
@json_option
def list_(as_json: bool) -> None:
    """Show psrokit's own vocabulary and the published ones, and which of them are on this machine."""
    from psrokit_showdown.commands.wording import show_vocabularies  # noqa: PLC0415 # `psrokit --help` stays fast

    show_vocabularies(as_json=as_json)


@vocab.command("import")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@json_option
def import_(paths: tuple[Path, ...], as_json: bool) -> None:
    """Keep vocabularies that Metamon published on this machine, under the names of their models.

    Each FILE is recognized by its content. Any other vocabulary needs no import: name its file in `tokenized`.
    """
    from psrokit_showdown.commands.wording import import_vocabularies  # noqa: PLC0415 # `psrokit --help` stays fast

    import_vocabularies(paths, as_json=as_json)


@vocab.command("build")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "start", default=None, help="A vocabulary whose numbers are kept: a name or a file.")
@json_option
def build(out: Path, start: str | None, as_json: bool) -> None:
    """Write a vocabulary with every name of gens 1-4 and 9 to OUT.

    With --from, the words of that vocabulary keep their numbers and the missing ones follow in alphabetical order.
    """
    from psrokit_showdown.commands.wording import build_vocabulary  # noqa: PLC0415 # `psrokit --help` stays fast

    build_vocabulary(out, start, as_json=as_json)
