"""One user on a server who stays connected: logs in, comes back after a fall, and says only what the rate allows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from socket import gaierror
from time import monotonic
from urllib.parse import urlsplit

from websockets.exceptions import InvalidStatus, WebSocketException

from psrokit.api import EnvironmentFault
from psrokit_showdown.protocol import to_id
from psrokit_showdown.server.address import ServerAddress
from psrokit_showdown.server.connection import Connection

LOGIN_SECONDS = 20.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_MOST_DEAD_ENDS = 4


class User:
    """A named user. `hear` gets every message that is not about logging in.

    refused: why the name is not ours, if it never was: after a fall the server may take our own old connection for
    somebody else, until it notices. trouble: why the last connection failed, in words.
    """

    def __init__(self, server: ServerAddress, name: str, password: str | None, hear: Callable[[str], None]) -> None:
        self._server, self.name, self._password, self._hear_message = server, name, password, hear
        self._connection: Connection | None = None
        self._pace = asyncio.Lock()
        self.logged_in = False
        self.logins = 0
        self.refused: str | None = None
        self.trouble = ""
        self._dead_ends = 0
        self._leaving = False
        self.changed = monotonic()
        self.heard = monotonic()

    @property
    def url(self) -> str:
        """Where it connects."""
        return self._server.url

    @property
    def unreachable(self) -> bool:
        """Whether it was never there, and what keeps it away will not pass by waiting: no such server."""
        return self._dead_ends >= _MOST_DEAD_ENDS and not self.logins

    @property
    def away(self) -> float:
        """Seconds since it was last logged in, 0 while it is."""
        return 0.0 if self.logged_in else monotonic() - self.changed

    def absence(self) -> EnvironmentFault:
        """That it could not log in, and why."""
        after = f" in {self.away:.0f} seconds" if self.away >= 1 else ""
        why = f": {self.trouble}" if self.trouble else ""
        return EnvironmentFault(
            f"nobody could log in as '{self.name}' at {self.url}{after}{why}",
            remedy="Look whether the server runs, and whether it takes that name",
        )

    async def stay(self) -> None:
        """Connect, and connect again whenever the connection ends, until `leave` or as long as there is hope."""
        pause = _FIRST_PAUSE
        while self.refused is None and not self._leaving and not self.unreachable:
            self._connection = Connection(self._server, self.name, self._password, self._hear)
            watch = asyncio.create_task(self._hang_up_unless_logged_in(self._connection))
            before = self.logins
            try:
                await self._connection.listen()
            except (OSError, WebSocketException, ValueError, KeyError) as error:  # the last two: of a login server
                self._note_trouble(error)
            finally:
                watch.cancel()
            self._note(logged_in=False)
            pause = _FIRST_PAUSE if self.logins > before else min(2 * pause, _LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def say(self, message: str, room: str = "") -> bool:
        """Send at the allowed rate; whether it was sent."""
        async with self._pace:
            sent = self.logged_in and self._connection is not None and await self._connection.say(message, room)
            await asyncio.sleep(self._server.seconds_between)
        return sent

    async def leave(self) -> None:
        """Close the connection for good."""
        self._leaving = True
        await self.hang_up()

    async def hang_up(self) -> None:
        """Close the connection; `stay` makes another."""
        if self._connection is not None:
            await self._connection.close()

    def _hear(self, message: str) -> None:
        self.heard = monotonic()
        if message.startswith("|updateuser|"):
            _, _, name, named, *_ = message.partition("\n")[0].split("|")
            if named == "1" and to_id(name.removesuffix("@!")) == to_id(self.name):
                self._note(logged_in=True)
        elif message.startswith("|nametaken|"):
            self._hear_refusal(message.rpartition("|")[2])
        self._hear_message(message)

    def _hear_refusal(self, words: str) -> None:
        if self.logins:
            raise ConnectionError(words)  # the connection is given up, and made again after a pause
        self.refused = words

    def _note(self, *, logged_in: bool) -> None:
        if logged_in is not self.logged_in:
            self.logged_in, self.changed = logged_in, monotonic()
            self.logins += logged_in

    def _note_trouble(self, error: Exception) -> None:
        host, dead_end = urlsplit(self._server.url).hostname, True
        if isinstance(error, gaierror):
            self.trouble = f"unknown host '{host}' ({error.strerror})"
        elif isinstance(error, ConnectionRefusedError) or "Connect call failed" in str(error):
            self.trouble = "connection refused"
        else:
            self.trouble = f"{error}" or type(error).__name__
            dead_end = isinstance(error, InvalidStatus) or isinstance(error.__cause__, ValueError)  # another protocol
        self._dead_ends += dead_end

    async def _hang_up_unless_logged_in(self, connection: Connection) -> None:
        await asyncio.sleep(LOGIN_SECONDS)
        if not self.logged_in:
            await connection.close()
