"""Where a named server of this machine keeps its state: who runs it, on which port, its package and its log."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO

from psrokit.api import EnvironmentFault, InputError
from psrokit_showdown.cache import cache_folder
from psrokit_showdown.server.process import accepts

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_STOP_SECONDS = 30.0
_LOOK_SECONDS = 1.0
"""More than anybody holds the lock who only looks whether it is free."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up. pid: of the process that watches over it; restarts: how often it had to be begun anew."""

    pid: int
    address: str
    port: int
    restarts: int

    @property
    def url(self) -> str:
        """Where users connect."""
        return f"ws://{self.address}:{self.port}/showdown/websocket"

    @property
    def accepts(self) -> bool:
        """Whether it accepts users now: it greets whoever connects."""
        return accepts(self.address, self.port)


class Home:
    """The folder of the server called `name`. A lock that dies with its holder says whether it is running."""

    def __init__(self, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise InputError(f"{name!r} cannot be a server's name: lower-case letters, digits and dashes")
        self.name = name
        self.folder = cache_folder() / "servers" / name
        self.log = self.folder / "server.log"
        self._state = self.folder / "state.json"

    @contextmanager
    def held(self) -> Iterator[Path]:
        """Hold the lock and yield an empty folder for the package.

        Raises EnvironmentFault if another holds it, or if the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            remedy = "Name another folder in PSROKIT_CACHE"
            raise EnvironmentFault(f"{self.folder} cannot be written: {error.strerror}", remedy=remedy) from error
        with (self.folder / "lock").open("w") as lock:
            until = monotonic() + _LOOK_SECONDS
            while not _take(lock, fcntl.LOCK_EX):
                if monotonic() > until:
                    raise EnvironmentFault(
                        f"the server '{self.name}' is running already",
                        remedy=f"Type: psrokit showdown stop --name {self.name}",
                    )
                sleep(0.02)
            self._clear()
            try:
                yield self.folder / "package"
            finally:
                self._clear()

    def write(self, running: Running) -> None:
        """Make the state known, whole or not at all."""
        partial = self._state.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(running)) + "\n", encoding="utf-8")
        partial.replace(self._state)

    def running(self) -> Running | None:
        """The server that runs under this name, None if none does."""
        if self._free():
            return None
        try:
            return Running(**json.loads(self._state.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None  # it has only just begun, or is about to end

    def stop(self) -> bool:
        """End the server and wait until it is gone; False if there is none. Raises EnvironmentFault if it stays."""
        running = self.running()
        if running is None:
            return False
        with suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(running.pid, signal.SIGTERM)
        until = monotonic() + _STOP_SECONDS
        while monotonic() < until:
            if self._free():
                return True
            sleep(0.1)
        raise EnvironmentFault(f"process {running.pid} did not end within {_STOP_SECONDS:g} seconds")

    def _free(self) -> bool:
        path = self.folder / "lock"
        if not path.is_file():
            return True
        with path.open("r+") as lock:
            return _take(lock, fcntl.LOCK_SH)  # shared, so that several may look at once

    def _clear(self) -> None:
        self._state.unlink(missing_ok=True)
        shutil.rmtree(self.folder / "package", ignore_errors=True)


def _take(lock: IO[str], kind: int) -> bool:
    """Whether the lock could be had at once; the file holds it while it is open."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
