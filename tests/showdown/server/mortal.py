"""A server that may be harmed, and the processes it consists of."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from psrokit_showdown.server.address import local_address
from psrokit_showdown.server.names import player_name
from psrokit_showdown.server.package import LOOPBACK, private_copy
from psrokit_showdown.server.process import ServerProcess, free_port
from psrokit_showdown.server.user import User
from psrokit_showdown.simulator.install import locate

_LOGIN_SECONDS = 60.0


def members(group: int) -> dict[int, str]:
    """Process id and command line of every process in a process group."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except (OSError, ValueError):
            continue
    return found


async def first_login(port: int) -> None:
    """On a busy machine a new server takes long over its first user."""
    user = User(local_address(port), player_name(), None, lambda _message: None)
    staying = asyncio.create_task(user.stay())
    until = monotonic() + _LOGIN_SECONDS
    while not user.logged_in and monotonic() < until:  # noqa: ASYNC110 # a user has no event for it
        await asyncio.sleep(0.1)
    await user.leave()
    staying.cancel()
    await asyncio.gather(staying, return_exceptions=True)


@contextmanager
def mortal_server(folder: Path) -> Iterator[ServerProcess]:
    """A server of its own, to be harmed."""
    package = private_copy(locate(), folder / "package", LOOPBACK)
    process = ServerProcess(locate().node, package, LOOPBACK, free_port(LOOPBACK), folder / "log")
    try:
        process.wait_until_it_accepts()
        asyncio.run(first_login(process.port))
        yield process
    finally:
        process.stop()
        until = monotonic() + 20.0
        while any(members(process.pid).values()):  # one without a command line is dead, and only not yet buried
            assert monotonic() < until
            sleep(0.1)
