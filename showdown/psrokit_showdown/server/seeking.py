"""Looking for a battle: when to ask for one, for how long, and what the server says that makes waiting vain."""

from __future__ import annotations

from time import monotonic

from psrokit_showdown.server.finding import Finder, Messages

_RENEW_SECONDS = 12.0
_ABSENT_SECONDS = 1.0
_MOST_ABSENCES = 5
_ABSENT = "was not found"
"""Somebody who is challenged may be about to log in, so this is asked a few times."""
_RENEWED = ("You are already searching", "You are already challenging someone", "There's already a challenge")
"""What the server says to a search or a challenge that did not get lost."""
_VAIN = (
    "Your team was rejected",
    "Your selected format is invalid",
    "You can't battle yourself",
    "is not accepting challenges",
    "You are locked",
    "You are banned",
    "You are barred",
    "This server requires you to be",
)
"""What the server will say to the next attempt as well."""


class Search:
    """The search for one battle after the other, each of which begins with the first `due` after a `rest`."""

    def __init__(self, finder: Finder, seconds: float) -> None:
        self._finder, self._seconds = finder, seconds
        self._since: float | None = None
        self._asked = 0.0
        self._said = ""
        self._absences = 0
        self.hopeless = False

    @property
    def waited(self) -> float:
        """Seconds since it began, 0 while it rests."""
        return 0.0 if self._since is None else monotonic() - self._since

    @property
    def why(self) -> str:
        """Why nobody came, in the server's words if it had any."""
        return f"the server said: {self._said}" if self._said else "nobody came"

    @property
    def in_vain(self) -> bool:
        """Whether to give up: time is up, or the server has said what makes waiting vain."""
        return self.hopeless or self.waited > self._seconds

    def hear(self, line: str) -> None:
        """A line that belongs to no battle."""
        self._finder.hear(line)
        words = _complaint(line)
        if self._since is None or not words or any(known in words for known in _RENEWED):
            return
        self._said = words
        if _ABSENT in words:
            self._absences += 1
            self._asked = monotonic() - _RENEW_SECONDS + _ABSENT_SECONDS
        self.hopeless |= self._absences >= _MOST_ABSENCES or any(known in words for known in _VAIN)

    def due(self) -> Messages:
        """What is to be sent now; nothing while what was sent may still have an effect."""
        now = monotonic()
        if self._since is None:
            self._since, self._asked, self._said, self._absences, self.hopeless = now, 0.0, "", 0, False
        if now - self._asked <= _RENEW_SECONDS:
            return ()
        messages = self._finder.seek()
        if messages:
            self._asked = now
        return messages

    def renew(self) -> None:
        """What was sent may have been lost."""
        self._asked = 0.0

    def rest(self) -> None:
        """A battle has begun, or none is looked for."""
        self._since, self.hopeless = None, False

    def withdraw(self) -> Messages:
        """What is to be sent so that none begins."""
        return self._finder.withdraw()


def _complaint(line: str) -> str:
    """What the server says to us alone and in words: in a popup, or as an error."""
    _, _, after = line.partition("|")
    kind, _, words = after.partition("|")
    if kind in {"popup", "error"}:
        return words.replace("||", " ").strip()
    _, _, told = words.partition("|")
    _, _, message = told.partition("|")
    return message.removeprefix("/error ") if kind == "pm" and message.startswith("/error ") else ""
