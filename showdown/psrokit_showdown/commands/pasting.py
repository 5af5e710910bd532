"""What the commands about teams share: where teams come from, and where they are written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from psrokit.api import EnvironmentFault, InputError
from psrokit_showdown.commands.saying import tell
from psrokit_showdown.teams import NamedTeam, Unreadable

_PASTE = "-"


def given(ref: str) -> str:
    """`ref` itself, or for "-" the text on standard input. Raises InputError if that is empty."""
    if ref != _PASTE:
        return ref
    text = sys.stdin.read()
    if not text.strip():
        raise InputError("nothing was pasted", remedy="Paste an export text and end it with Ctrl-D.")
    return f"{text}\n"


def readable(found: Sequence[NamedTeam | Unreadable]) -> list[NamedTeam]:
    """Those that can be read; each of the others is named on standard error, with what is wrong and where."""
    for one in found:
        if isinstance(one, Unreadable):
            tell(f"left out {one.name}: {str(one.error).splitlines()[0]}")
    return [one for one in found if isinstance(one, NamedTeam)]


def exit_code(found: Sequence[NamedTeam | Unreadable]) -> int:
    """That of bad input if one cannot be read."""
    return InputError.exit_code if any(isinstance(one, Unreadable) for one in found) else 0


def must_hold_none(folder: Path, format_id: str) -> None:
    """Raise InputError if teams of a format are in a folder."""
    if folder.exists() and any(folder.rglob(f"*.{format_id}_team")):
        raise InputError(f"{folder} holds teams already", remedy="Name a new folder.")


def write_folder(teams: Sequence[NamedTeam], format_id: str, folder: Path) -> None:
    """One `.{format_id}_team` file a team, in a folder that holds none yet.

    Raises InputError for a team whose name leads out of the folder, before anything is written; EnvironmentFault.
    """
    must_hold_none(folder, format_id)
    for named in teams:
        if Path(named.name).is_absolute() or ".." in Path(named.name).parts:
            raise InputError(f"the team '{named.name}' would be written outside of {folder}", remedy="Rename it.")
    for named in teams:
        write_file(folder / f"{named.name}.{format_id}_team", named.team.export)


def write_new_file(path: Path, text: str) -> None:
    """Write a file that is not there yet. Raises InputError where it is, EnvironmentFault where that is impossible."""
    if path.exists():
        raise InputError(f"{path} exists already", remedy="Name a new file.")
    write_file(path, text)


def write_file(path: Path, text: str) -> None:
    """Write a file and the folders above it. Raises EnvironmentFault where that is impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(f"{path} cannot be written: {error.strerror}") from error
