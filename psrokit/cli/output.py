"""What verbs say: text for people or, with `--json`, one JSON document with a fixed shape on standard output."""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

JSON_FLAG = "--json"
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})

json_option = click.option(JSON_FLAG, "as_json", is_flag=True, help="Print one JSON document instead of text.")
"""The option of every verb that reads something; the verb gets `as_json: bool`."""

set_option = click.option(
    "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Change one value of the file, e.g. oracle.lr=0.1."
)
"""Changes to an experiment; the verb gets `overrides: tuple[str, ...]`."""

files_argument = click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
"""Plugin files, or experiments that name some; the verb gets `files: tuple[Path, ...]`."""


def print_json(data: Mapping[str, Any]) -> None:
    """The one JSON document of a verb. Numbers without end become the texts "inf" and "-inf", NaN becomes null."""
    click.echo(json.dumps(_finite(data), indent=2, ensure_ascii=False, allow_nan=False))


def console() -> Console:
    """Where tables go: standard output, as wide as the terminal, or wide enough for tables where there is none."""
    from rich.console import Console  # noqa: PLC0415 # verbs that print JSON do without

    return Console(width=None if sys.stdout.isatty() else 120, highlight=False)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A sign of life on a terminal while something takes its time, nothing anywhere else."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 # verbs that print JSON do without

    with Console(stderr=True).status(what):
        yield


def warn(message: str) -> None:
    """One line on standard error about something that does not stop the verb."""
    click.echo(f"warning: {printable(message)}", err=True)


def printable(text: str) -> str:
    """`text` without anything that could steer a terminal: names and messages may come from anywhere."""
    return "".join("�" if unicodedata.category(c) in _INVISIBLE and c != "\n" else c for c in text)


def _finite(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(key): _finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(value) for value in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None if math.isnan(data) else str(data)
    return data
