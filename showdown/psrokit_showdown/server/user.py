"""One user on a server who stays connected: logs in, comes back after a fall, and says only what the rate allows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

from psrokit_showdown.protocol import to_id
from psrokit_showdown.server.address import ServerAddress
from psrokit_showdown.server.connection import Connection

LOGIN_SECONDS = 20.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class User:
    """A named user. `hear` gets every message that is not about logging in; `refused` is why the name is not ours."""

    def __init__(self, server: ServerAddress, name: str, password: str | None, hear: Callable[[str], None]) -> None:
        self._server, self.name, self._password, self._hear_message = server, name, password, hear
        self._connection: Connection | None = None
        self._pace = asyncio.Lock()
        self.logged_in = False
        self.logins = 0
        self.refused: str | None = None
        self._leaving = False
        self.changed = monotonic()
        self.heard = monotonic()

    @property
    def away(self) -> float:
        """Seconds since it was last logged in, 0 while it is."""
        return 0.0 if self.logged_in else monotonic() - self.changed

    async def stay(self) -> None:
        """Connect, and connect again whenever the connection ends, until `leave`."""
        pause = _FIRST_PAUSE
        while self.refused is None and not self._leaving:
            self._connection = Connection(self._server, self.name, self._password, self._hear)
            watch = asyncio.create_task(self._hang_up_unless_logged_in(self._connection))
            before = self.logins
            try:
                await self._connection.listen()  # type: ignore[no-untyped-call] # poke-env leaves it untyped
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
        """Close the connection for good. (poke-env's `listen` swallows a cancellation, so that is not enough.)"""
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
            self.refused = message.rpartition("|")[2]
        self._hear_message(message)

    def _note(self, *, logged_in: bool) -> None:
        if logged_in is not self.logged_in:
            self.logged_in, self.changed = logged_in, monotonic()
            self.logins += logged_in

    async def _hang_up_unless_logged_in(self, connection: Connection) -> None:
        await asyncio.sleep(LOGIN_SECONDS)
        if not self.logged_in:
            await connection.close()
