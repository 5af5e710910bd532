"""poke-env's client as the layer that connects, logs in and sends; what it hears is handed on in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from poke_env import AccountConfiguration, ServerConfiguration
from poke_env.ps_client import PSClient
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from psrokit_showdown.server.address import ServerAddress
from psrokit_showdown.server.package import NOWHERE

_OPEN_SECONDS = 10.0
_PING_SECONDS = 15.0
_SEND_SECONDS = 10.0


class Connection(PSClient):
    """One socket of one user. Must be made inside a loop."""

    def __init__(self, server: ServerAddress, name: str, password: str | None, hear: Callable[[str], None]) -> None:
        super().__init__(
            AccountConfiguration(name, password if server.login_url else None),
            server_configuration=ServerConfiguration(server.url, server.login_url or NOWHERE),
            start_listening=False,
            loop=asyncio.get_running_loop(),
        )
        self._hear = hear

    async def listen(self) -> None:
        """Hand on what is heard until the connection is closed, for whatever reason.

        Raises OSError or WebSocketException if it cannot be opened, which poke-env's own method would keep to itself.
        """
        async with connect(
            self.websocket_url,
            max_queue=None,
            open_timeout=_OPEN_SECONDS,
            ping_interval=_PING_SECONDS,
            ping_timeout=_PING_SECONDS,
        ) as self.websocket:
            with suppress(ConnectionClosed):
                async for message in self.websocket:
                    await self._handle_message(str(message))

    async def _handle_message(self, message: str) -> None:
        if message.startswith("|challstr|"):
            await self.log_in(message.partition("\n")[0].split("|"))
        else:
            self._hear(message)

    async def change_avatar(self, _avatar: str | None) -> None:
        """Nothing: poke-env would wait for its own notion of being logged in."""

    def _create_logger(self, _level: int | None) -> logging.Logger:
        """One for all users: poke-env would keep one for each name, and write whatever it is told to the terminal."""
        logger = logging.getLogger(__name__)
        logger.setLevel(logging.CRITICAL + 1)
        return logger

    async def say(self, message: str, room: str = "") -> bool:
        """Send, and say whether it was; what is lost with a connection is asked for again on the next."""
        with suppress(AttributeError, WebSocketException, OSError, TimeoutError):
            async with asyncio.timeout(_SEND_SECONDS):
                await self.send_message(message, room)
            return True
        return False

    async def close(self) -> None:
        """Close the socket if there is one."""
        with suppress(AttributeError, WebSocketException, OSError, TimeoutError):
            async with asyncio.timeout(_SEND_SECONDS):
                await self.websocket.close()
