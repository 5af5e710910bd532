"""How a user comes by battles: on the ladder, by challenging somebody, by accepting who challenges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from psrokit_showdown.protocol import to_id

Messages = tuple[str, ...]


class Finder(Protocol):
    """Says what to send for one more battle, and what to send to take that back; all may be sent again."""

    def seek(self) -> Messages:
        """Commands after which a battle may begin; none while there is nothing to do but wait."""

    def withdraw(self) -> Messages:
        """Commands after which none begins."""

    def hear(self, line: str) -> None:
        """A line that belongs to no battle."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Whoever else looks for a battle of this format."""

    format_id: str

    def seek(self) -> Messages:
        """Search."""
        return (f"/search {self.format_id}",)

    def withdraw(self) -> Messages:
        """Search no more."""
        return ("/cancelsearch",)

    def hear(self, line: str) -> None:
        """The server pairs by itself."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """One named user."""

    format_id: str
    opponent: str

    def seek(self) -> Messages:
        """Challenge."""
        return (f"/challenge {self.opponent}, {self.format_id}",)

    def withdraw(self) -> Messages:
        """Take the challenge back."""
        return (f"/cancelchallenge {self.opponent}",)

    def hear(self, line: str) -> None:
        """The answer is a battle, or none."""


@dataclass(slots=True)
class Accept:
    """Whoever challenges in this format, or only one named user. Several may be waiting; each battle takes one."""

    format_id: str
    opponent: str | None = None
    _waiting: list[str] = field(default_factory=list)

    def seek(self) -> Messages:
        """Accept the first that waits. A challenge that has gone meanwhile is answered by a popup only."""
        return (f"/accept {self._waiting.pop(0)}",) if self._waiting else ()

    def withdraw(self) -> Messages:
        """Nothing was begun."""
        return ()

    def hear(self, line: str) -> None:
        """`|pm|FROM|TO|/challenge FORMAT|...` is a challenge, and without a format the end of one."""
        parts = line.split("|")
        if len(parts) < 5 or parts[1] != "pm" or not parts[4].startswith("/challenge"):
            return
        sender, format_id = to_id(parts[2]), to_id(parts[4].removeprefix("/challenge"))
        if sender in self._waiting:
            self._waiting.remove(sender)
        if format_id == to_id(self.format_id) and self.opponent in {None, sender}:
            self._waiting.append(sender)
