"""Whether a server is there: only its greeting counts, within a deadline, and a port that is taken is refused."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep

import pytest

from psrokit.api import EnvironmentFault
from psrokit_showdown.server import process, supervising
from psrokit_showdown.server.package import LOOPBACK
from psrokit_showdown.server.process import ServerProcess, accepts, free_port, insist_on_a_free_port
from psrokit_showdown.simulator.install import locate


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port of this machine behind which somebody else sits."""
    with socket.create_server((LOOPBACK, 0)) as listener:

        def run() -> None:
            with suppress(OSError):
                while True:
                    serve(listener.accept()[0])

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5.0)


@contextmanager
def web_server() -> Iterator[int]:
    """A web server that is not Showdown's."""
    with ThreadingHTTPServer((LOOPBACK, 0), SimpleHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def drip(connection: socket.socket) -> None:
    with suppress(OSError):
        for _ in range(50):
            connection.sendall(b"x")
            sleep(0.1)


def test_the_real_server_greets(server: int) -> None:
    assert accepts(LOOPBACK, server)


@pytest.mark.parametrize("serve", [lambda _: sleep(2.0), drip, lambda each: each.close()], ids=["mute", "slow", "rude"])
def test_an_open_port_is_no_server(serve: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_GREETING_SECONDS", 0.5)
    with listening(serve) as port:
        started = monotonic()
        assert not accepts(LOOPBACK, port)
        assert monotonic() - started < 2.0


def test_a_web_server_is_not_taken_for_one_of_showdowns() -> None:
    with web_server() as port:
        assert not accepts(LOOPBACK, port)
        with pytest.raises(EnvironmentFault, match=f"port {port} of {LOOPBACK} cannot be used: Address already in use"):
            insist_on_a_free_port(LOOPBACK, port)


def test_a_taken_port_is_refused_before_anything_is_started(tmp_path: Path) -> None:
    with web_server() as port, pytest.raises(EnvironmentFault, match="leave --port out"):
        ServerProcess(locate().node, tmp_path, LOOPBACK, port, tmp_path / "log")
    assert not (tmp_path / "log").exists()
    assert not accepts(LOOPBACK, free_port(LOOPBACK))


def test_a_server_that_is_not_wanted_any_more_is_not_waited_for(tmp_path: Path) -> None:
    mute = tmp_path / "node"
    mute.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    mute.chmod(0o755)
    server, ending = ServerProcess(mute, tmp_path, LOOPBACK, free_port(LOOPBACK), tmp_path / "log"), threading.Event()
    try:
        threading.Timer(0.3, ending.set).start()
        started = monotonic()
        server.wait_until_it_accepts(ending)
        assert server.alive
        assert monotonic() - started < 5.0
    finally:
        server.stop()


@pytest.mark.parametrize("frozen", [os.kill, os.killpg], ids=["its first process", "all of it"])
def test_a_server_that_is_frozen_is_begun_anew(
    mortal: ServerProcess, frozen: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_GREETING_SECONDS", 0.5)
    monkeypatch.setattr(supervising, "_HEALTH_SECONDS", 0.1)
    greeted: list[bool] = []
    monkeypatch.setattr(supervising, "accepts", lambda *where: greeted.append(accepts(*where)) or greeted[-1])
    watching = threading.Thread(target=supervising._watch, args=(mortal, threading.Event()), daemon=True)
    watching.start()
    until = monotonic() + 20.0
    while sum(greeted) < supervising._DEAF_CHECKS and monotonic() < until:
        sleep(0.05)
    assert sum(greeted) >= supervising._DEAF_CHECKS
    assert watching.is_alive()
    frozen(mortal.pid, signal.SIGSTOP)
    watching.join(20.0)
    assert not watching.is_alive()
