"""What the commands about teams share: where teams come from, and where they are written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from psrokit.api import EnvironmentFault, InputError
from psrokit_showdown.teams import NamedTeam

_PASTE = "-"


def given(ref: str) -> str:
    """`ref` itself, or for "-" the text on standard input. Raises InputError if that is empty."""
    if ref != _PASTE:
        return ref
    text = sys.stdin.read()
    if not text.strip():
        raise InputError("nothing was pasted", remedy="Paste an export text and end it with Ctrl-D.")
    return f"{text}\n"


def write_folder(teams: Sequence[NamedTeam], format_id: str, folder: Path) -> None:
    """One `.{format_id}_team` file a team, in a folder that holds none yet. Raises InputError, EnvironmentFault."""
    if folder.exists() and any(folder.rglob(f"*.{format_id}_team")):
        raise InputError(f"{folder} holds teams already", remedy="Name a new folder.")
    for named in teams:
        write_file(folder / f"{named.name}.{format_id}_team", named.team.export)


def write_file(path: Path, text: str) -> None:
    """Write a file and the folders above it. Raises EnvironmentFault where that is impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be written: {error.strerror}") from error
