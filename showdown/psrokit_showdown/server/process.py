"""One server process and all that it starts: begun, known to listen where it should and nowhere else, ended."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EADDRINUSE
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen, TimeoutExpired
from tempfile import TemporaryDirectory
from threading import Event
from time import monotonic, sleep

from psrokit.api import EnvironmentFault, InputError
from psrokit_showdown.server.package import LOOPBACK, private_copy
from psrokit_showdown.simulator import Installation, SimulatorUnavailable
from psrokit_showdown.simulator.child import TETHER

START_SECONDS = 90.0
_STOP_SECONDS = 10.0
_GREETING_SECONDS = 5.0
_FREED_SECONDS = 2.0
_KNOCK = """\
GET /showdown/websocket HTTP/1.1\r
Host: localhost\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Version: 13\r
Sec-WebSocket-Key: cHNyb2tpdCBrbm9ja3Mgbw==\r
\r
"""
_GREETING = b"|challstr|"
"""What the process that manages users says to each who connects; those that hold the sockets cannot say it alone."""
_LONGEST_GREETING = 2**16
_LISTENING = "0A"
_TAIL = 1000


@contextmanager
def local_server(installation: Installation) -> Iterator[int]:
    """Start a server on the loopback address and yield its port; on the way out all its processes are gone.

    Raises SimulatorUnavailable if it does not accept users within a deadline.
    """
    with TemporaryDirectory(prefix="psrokit-server-") as name:
        folder = Path(name)
        package = private_copy(installation, folder, LOOPBACK)
        server = ServerProcess(installation.node, package, LOOPBACK, free_port(LOOPBACK), folder / "server.log")
        try:
            server.wait_until_it_accepts()
            yield server.port
        finally:
            server.stop()


def free_port(address: str) -> int:
    """A port of `address` that nobody uses. Raises InputError if this machine has no such address."""
    # The system deals such ports in turn, so nobody else is given this one in the seconds until the server takes it.
    with socket.socket() as probe:
        try:
            probe.bind((address, 0))
        except OSError as error:
            raise InputError(f"nothing here can listen on '{address}': {error}") from None
        return int(probe.getsockname()[1])


def insist_on_a_free_port(address: str, port: int) -> None:
    """Return if we can listen there, at the latest when whoever is just leaving has left. Raises EnvironmentFault."""
    until = monotonic() + _FREED_SECONDS
    while (refusal := _refusal(address, port)) is not None:
        if refusal.errno != EADDRINUSE or monotonic() > until:
            raise EnvironmentFault(
                f"port {port} of {address} cannot be used: {refusal.strerror}",
                remedy="End what uses it (ss -ltnp shows that), or leave --port out for any free one",
            )
        sleep(0.1)


def _refusal(address: str, port: int) -> OSError | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Node does: what has ended holds no port
        try:
            probe.bind((address, port))
        except OSError as error:
            return error
    return None


def accepts(address: str, port: int) -> bool:
    """Whether a Showdown server greets whoever connects there, within a few seconds in all."""
    until, heard = monotonic() + _GREETING_SECONDS, b""
    with suppress(OSError), socket.create_connection((address, port), timeout=_GREETING_SECONDS) as connection:
        connection.sendall(_KNOCK.encode())
        while (left := until - monotonic()) > 0 and len(heard) < _LONGEST_GREETING:
            connection.settimeout(left)
            said = connection.recv(_LONGEST_GREETING)
            heard += said
            if not said or _GREETING in heard:
                break
    return _GREETING in heard


class ServerProcess:
    """A running server. On Linux it ends with the process that made this object, whose main thread must make it.

    Raises EnvironmentFault if its port cannot be used.
    """

    def __init__(self, node: Path, package: Path, address: str, port: int, log: Path) -> None:
        insist_on_a_free_port(address, port)
        self.address, self.port, self._log = address, port, log
        command = [str(node), str(package / "pokemon-showdown"), "start", "--no-security", "--skip-build", str(port)]
        if sys.platform == "linux":
            command = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), *command]
        with log.open("ab") as sink:
            self._process = Popen(  # noqa: S603 # the package that install() pinned
                command, cwd=package, stdin=DEVNULL, stdout=sink, stderr=STDOUT, start_new_session=True
            )

    @property
    def pid(self) -> int:
        """The process id of the server, and of its group."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def wait_until_it_accepts(self, ending: Event | None = None) -> None:
        """Return once it accepts users, and on its own address alone, or is not wanted any more.

        ending: set when it is not. Raises SimulatorUnavailable.
        """
        until = monotonic() + START_SECONDS
        while monotonic() < until and self.alive:
            if ending is not None and ending.is_set():
                return
            if accepts(self.address, self.port):
                self._insist_on_its_address()
                return
            sleep(0.1)
        words = self._log.read_text(encoding="utf-8", errors="replace").strip()[-_TAIL:]
        raise SimulatorUnavailable(f"the Showdown server does not accept connections on port {self.port}: {words}")

    def _insist_on_its_address(self) -> None:
        expected = f"{int.from_bytes(ipaddress.IPv4Address(self.address).packed[::-1]):08X}:{self.port:04X}"
        for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
            rows = table.read_text(encoding="ascii").splitlines()[1:] if table.is_file() else []
            for row in rows:
                _, where, _, state, *_ = row.split()
                if state == _LISTENING and where.endswith(f":{self.port:04X}") and where != expected:
                    raise SimulatorUnavailable(f"the Showdown server listens elsewhere than on {self.address}: {where}")

    def stop(self) -> None:
        """End it and whatever it started, gently at first. Never raises."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.pid, sign)
            with suppress(TimeoutExpired):
                self._process.wait(_STOP_SECONDS / 2)
        # SIGKILL went to the whole group in any case: helpers of a server that ended by itself are gone as well
