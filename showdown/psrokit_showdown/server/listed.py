"""The battles that a server lists as ours: one may have begun while we were away, and nobody sits in it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from time import monotonic

KIND = "|updatesearch|"
"""How a line with the list begins."""
_LATE_SECONDS = 1.5


class Listed:
    """The rooms of the last list, with the time at which each was first in it or last asked for."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def hear(self, line: str) -> None:
        """Take in a list."""
        self._since = {tag: self._since.get(tag, monotonic()) for tag in _rooms(line.removeprefix(KIND))}

    def late(self, known: Container[str]) -> Iterator[str]:
        """Rooms to be joined now: listed for a while, and not known."""
        for tag, since in self._since.items():
            if tag not in known and monotonic() - since > _LATE_SECONDS:
                self._since[tag] = monotonic()
                yield tag


def _rooms(text: str) -> Iterable[str]:
    """The rooms of a list; none if it cannot be read."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    games = told.get("games") if isinstance(told, dict) else None
    return games if isinstance(games, dict) else ()
