"""Who owns a run folder: the process that holds its lock, for as long as it lives. No clock takes part."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from psrokit.errors import RunLocked
from psrokit.store.files import refused

LOCK_FILE = ".lock"
_LOOKS = 20
_LOOK_SECONDS = 0.01


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Own `folder` inside the block; the kernel frees it when the process ends, however it ends.

    Raises RunLocked at once, naming the owner and changing nothing, if another process has it.
    """
    path = folder / LOCK_FILE
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise refused(path, error) from error
    try:
        _take(handle, folder)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RunLocked(
            f"run folder {folder} is in use by {_owner(handle)}",
            remedy="Wait for it, stop it, or start another run with another --out.",
        ) from None
    except OSError as error:
        raise refused(folder / LOCK_FILE, error) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)


def _owner(handle: int) -> str:
    """What the owner wrote; it may be about to write it."""
    for _ in range(_LOOKS):
        if owner := os.pread(handle, 200, 0).decode(errors="replace"):
            return owner
        sleep(_LOOK_SECONDS)
    return "another process"
