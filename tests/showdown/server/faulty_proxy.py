"""A proxy on the loopback address that injects faults: it cuts connections while battles are played over them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

LOOPBACK = "127.0.0.1"
_BATTLE_BEGINS = b"|init|battle"
_CUT_WITHIN_SECONDS = 0.5


class FaultyProxy:
    """Passes bytes on. Of the battles that begin on a connection, `drops` (a share) have it cut a little later; the
    same share of new connections is closed at once. linger: for how many seconds the server does not learn that the
    other end of a connection is gone. Counts what it did.
    """

    def __init__(self, target: int, drops: float, seed: int, linger: float = 0.0) -> None:
        self.target, self.drops, self.linger = target, drops, linger
        self.connections = self.refused = self.battles = self.cut = 0
        self._random = random.Random(seed)  # noqa: S311 # which connections are cut
        self._open: set[asyncio.StreamWriter] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._connected, LOOPBACK, 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            self.cut_all()

    def cut_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self._random.random() < self.drops:
            self.refused += 1
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self.target)
        except OSError:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._watch(far_reader, writer))
        finally:
            self._open.discard(writer)

    async def _watch(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._pass(reader, writer, watch=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, watch: bool = False) -> None:
        with suppress(OSError):
            while data := await reader.read(2**16):
                if watch:
                    self._maybe_cut(data.count(_BATTLE_BEGINS), writer)
                writer.write(data)
                await writer.drain()
        await asyncio.sleep(self.linger)
        writer.transport.abort()

    def _maybe_cut(self, battles: int, writer: asyncio.StreamWriter) -> None:
        for _ in range(battles):
            self.battles += 1
            if self._random.random() < self.drops:
                self.cut += 1
                delay = self._random.uniform(0.0, _CUT_WITHIN_SECONDS)
                asyncio.get_running_loop().call_later(delay, writer.transport.abort)
