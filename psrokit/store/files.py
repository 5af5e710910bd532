"""Files and folders that are there whole or not at all, also after a crash or a power cut."""

from __future__ import annotations

import os
from pathlib import Path

from psrokit.errors import EnvironmentFault


def write_durably(path: Path, content: bytes) -> None:
    """Put `content` at `path`: whoever looks there, at any moment, sees the old file or the new one, never a part.

    Written beside it, synced, renamed, and the folder synced. Raises EnvironmentFault if the disk refuses.
    """
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise refused(path, error) from error


def make_folder(path: Path) -> None:
    """Create a folder and its parents, durably. Raises EnvironmentFault if that is impossible."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise refused(path, error) from error


def sync_folder(path: Path) -> None:
    """Make renames and new names in a folder durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refused(path: Path, error: Exception) -> EnvironmentFault:
    """What to say when the disk does not take what a run must keep."""
    return EnvironmentFault(
        f"cannot write {path}: {error}",
        remedy="Nothing recorded is lost. Make room (or the folder writable) and run the same command again.",
    )
