"""The state of a named server: a lock that dies with its holder, and what is written beside it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest

from psrokit.api import EnvironmentFault
from psrokit_showdown.server import home as homes
from psrokit_showdown.server.address import found_address
from psrokit_showdown.server.home import Home, Running
from psrokit_showdown.server.package import LOOPBACK, private_copy
from psrokit_showdown.simulator.install import locate


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path))
    return Home("test")


@contextmanager
def looked_at(home: Home) -> Iterator[None]:
    """As `running` looks whether the lock is free, only longer."""
    home.folder.mkdir(parents=True, exist_ok=True)
    with (home.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def gone() -> int:
    """The id of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_who_looks_does_not_keep_a_server_from_starting(home: Home) -> None:
    begun = threading.Event()

    def look() -> None:
        with looked_at(home):
            begun.set()
            sleep(0.3)

    looking = threading.Thread(target=look)
    looking.start()
    begun.wait()
    with home.held() as folder:
        assert not folder.exists()
    looking.join()


def test_who_holds_the_lock_does(home: Home) -> None:
    with home.held(), pytest.raises(EnvironmentFault, match="'test' is running already"), Home("test").held():
        pass


def test_several_may_look_at_once(home: Home) -> None:
    home.folder.mkdir(parents=True)
    home.write(Running(gone(), "127.0.0.1", 8000, 0))  # left by one that was killed
    with looked_at(home):
        assert home.running() is None


def test_a_server_that_has_just_ended_is_stopped_without_an_error(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "_STOP_SECONDS", 0.3)
    with home.held():
        home.write(Running(gone(), "127.0.0.1", 8000, 0))
        with pytest.raises(EnvironmentFault, match="did not end"):
            home.stop()
    assert not home.stop()


def test_a_server_of_this_machine_is_near_wherever_it_listens(home: Home) -> None:
    with home.held():
        home.write(Running(os.getpid(), "0.0.0.0", 8000, 0))  # noqa: S104 # nothing listens here
        address = found_address("test", None)
    assert (address.seconds_between, address.login_url) == (0.0, None)


def test_where_nothing_can_be_written_no_server_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installation = locate()
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path / "file"))
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFault, match="cannot be written"), Home("test").held():
        pass
    with pytest.raises(EnvironmentFault, match="own package cannot be written"):
        private_copy(installation, tmp_path / "file" / "package", LOOPBACK)
