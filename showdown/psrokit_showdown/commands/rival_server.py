"""A Pokemon Showdown server for a comparison on this machine: a copy of the package, on the loopback address only."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen, TimeoutExpired
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from psrokit_showdown.simulator import Installation, SimulatorUnavailable
from psrokit_showdown.simulator.child import TETHER

LOOPBACK = "127.0.0.1"
START_SECONDS = 90.0
_STOP_SECONDS = 10.0
_LISTENING = "0A"
_WRITTEN_BY_THE_SERVER = ("config/chat-plugins", "logs/repl", "databases")
_CONFIG = f"""
exports.bindaddress = '{LOOPBACK}';
exports.consoleips = [];
exports.repl = false;
exports.backdoor = false;
exports.watchconfig = false;
exports.loginserver = 'http://{LOOPBACK}:9/';
exports.routes = {{}};
exports.reportbattles = false;
exports.subprocesses = 1;
"""


@contextmanager
def rival_server(installation: Installation) -> Iterator[int]:
    """Start a server and yield its port; on the way out the server and all its processes are gone.

    Raises SimulatorUnavailable if it does not accept connections within a deadline, or listens anywhere but on the
    loopback address (it runs without security).
    """
    with TemporaryDirectory(prefix="psrokit-server-") as folder:
        package = _copy(installation.package, Path(folder))
        port, log = _free_port(), Path(folder) / "server.log"
        server = _start(installation.node, package, port, log)
        try:
            _wait_until_it_accepts(server, port, log)
            _insist_on_loopback(port)
            yield port
        finally:
            _stop(server)


def _copy(package: Path, folder: Path) -> Path:
    """A copy of the server itself; what it depends on is only linked, because nothing is written there."""
    modules = folder / "node_modules"
    modules.mkdir()
    for neighbour in package.parent.iterdir():
        if neighbour.name != package.name:
            (modules / neighbour.name).symlink_to(neighbour)
    copy = modules / package.name
    shutil.copytree(package, copy)
    for part in _WRITTEN_BY_THE_SERVER:
        (copy / part).mkdir(parents=True, exist_ok=True)
    example = (copy / "config" / "config-example.js").read_text(encoding="utf-8")
    (copy / "config" / "config.js").write_text(example + _CONFIG, encoding="utf-8")
    return copy


def _free_port() -> int:
    # The system deals such ports in turn, so nobody else is given this one in the seconds until the server takes it.
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _start(node: Path, package: Path, port: int, log: Path) -> Popen[bytes]:
    command = [str(node), str(package / "pokemon-showdown"), "start", "--no-security", "--skip-build", str(port)]
    if sys.platform == "linux":
        command = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), *command]
    with log.open("wb") as sink:
        return Popen(  # noqa: S603 # the package that install() pinned
            command, cwd=package, stdin=DEVNULL, stdout=sink, stderr=STDOUT, start_new_session=True
        )


def _wait_until_it_accepts(server: Popen[bytes], port: int, log: Path) -> None:
    until = monotonic() + START_SECONDS
    while monotonic() < until and server.poll() is None:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1.0).close()
        except OSError:
            sleep(0.1)
        else:
            return
    words = log.read_text(encoding="utf-8", errors="replace").strip()[-1000:]
    raise SimulatorUnavailable(f"the Showdown server does not accept connections on port {port}: {words}")


def _insist_on_loopback(port: int) -> None:
    expected = f"{socket.inet_aton(LOOPBACK)[::-1].hex().upper()}:{port:04X}"
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        rows = table.read_text(encoding="ascii").splitlines()[1:] if table.is_file() else []
        for row in rows:
            _, address, _, state, *_ = row.split()
            if state == _LISTENING and address.endswith(f":{port:04X}") and address != expected:
                raise SimulatorUnavailable(f"the Showdown server is reachable from outside: it listens on {address}")


def _stop(server: Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, sign)
            server.wait(_STOP_SECONDS / 2)
        except ProcessLookupError:
            return
        except TimeoutExpired:
            continue


def player_name() -> str:
    """A user name for one player: at most 18 characters, and no other player has it."""
    return f"p{secrets.token_hex(6)}"
