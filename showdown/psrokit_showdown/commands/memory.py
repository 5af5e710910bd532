"""How much memory a process and everything it started hold together."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Self

PROC = Path("/proc")
_SECONDS_BETWEEN_LOOKS = 0.5
_PARENT_FIELD = 1


class PeakMemory:
    """Watches this process and all its descendants while the context is open; `bytes` is the largest sum seen.

    Memory that processes share is divided among them, so that the sum is what the machine really holds. It stays 0
    where the system has no /proc.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._over = Event()
        self._watch = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while True:
            self.bytes = max(self.bytes, sum(map(_proportional_share, family(os.getpid()))))
            if self._over.wait(_SECONDS_BETWEEN_LOOKS):
                return


def family(root: int) -> Iterator[int]:
    """`root` and the ids of all processes that descend from it."""
    children = defaultdict(list)
    for folder in PROC.glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
        except OSError:
            continue
        children[int(after_name.split()[_PARENT_FIELD])].append(int(folder.name))
    found = [root]
    for process in found:
        found += children[process]
    yield from found


def _proportional_share(process: int) -> int:
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
