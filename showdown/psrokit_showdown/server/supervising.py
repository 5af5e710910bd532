"""Watching over one server: it is begun, visited now and then, begun anew when it does not greet."""

from __future__ import annotations

import ipaddress
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from os import getpid
from time import monotonic

from psrokit.api import InputError
from psrokit_showdown.server.home import Home, Running
from psrokit_showdown.server.package import private_copy
from psrokit_showdown.server.process import ServerProcess, accepts, free_port
from psrokit_showdown.simulator import Installation, SimulatorUnavailable

_LOOK_SECONDS = 0.5
_HEALTH_SECONDS = 5.0
_DEAF_CHECKS = 3
_MOST_STARTS, _START_SECONDS = 5, 300.0


@dataclass(frozen=True, slots=True)
class Site:
    """Where a server listens; port 0 stands for any free one."""

    address: str
    port: int

    def checked(self, *, exposed: bool) -> Site:
        """With a port. Raises InputError for an address others can reach, unless that is said to be wanted."""
        try:
            loopback = ipaddress.IPv4Address(self.address).is_loopback
        except ValueError as error:
            raise InputError(f"'{self.address}' is not an IPv4 address: {error}") from None
        if not loopback and not exposed:
            raise InputError(
                f"on {self.address} others could reach this server, which lets anybody in under any name",
                remedy="Leave the address out, or add --unsafe-expose if that is what you want",
            )
        return Site(self.address, self.port or free_port(self.address))


def supervise(installation: Installation, home: Home, site: Site, started: Callable[[Running], None]) -> None:
    """Keep a server running until this process is told to end (SIGTERM, SIGINT, SIGHUP); must run in the main thread.

    `started` is called at every start. Raises SimulatorUnavailable if it does not stay up, EnvironmentFault if there is
    one of this name already or if the port is in use.
    """
    with _told_to_end() as ending, home.held() as folder:
        package = private_copy(installation, folder, site.address)
        starts: deque[float] = deque(maxlen=_MOST_STARTS)
        for restarts in count():
            if len(starts) == _MOST_STARTS and monotonic() - starts[0] < _START_SECONDS:
                raise SimulatorUnavailable(f"the Showdown server ended {_MOST_STARTS} times in a row: see {home.log}")
            starts.append(monotonic())
            server = ServerProcess(installation.node, package, site.address, site.port, home.log)
            try:
                server.wait_until_it_accepts(ending)
                if not ending.is_set():
                    running = Running(getpid(), site.address, site.port, restarts)
                    home.write(running)
                    started(running)
                    _watch(server, ending)
            finally:
                server.stop()
            if ending.is_set():
                return


def _watch(server: ServerProcess, ending: threading.Event) -> None:
    """Return when the server has died or gone deaf, or is not wanted any more."""
    deaf, looked = 0, monotonic()
    while server.alive and deaf < _DEAF_CHECKS and not ending.wait(_LOOK_SECONDS):
        if monotonic() - looked > _HEALTH_SECONDS:
            looked = monotonic()
            deaf = 0 if accepts(server.address, server.port) else deaf + 1


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    ending = threading.Event()
    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {each: signal.signal(each, lambda _number, _frame: ending.set()) for each in signals}
    try:
        yield ending
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
