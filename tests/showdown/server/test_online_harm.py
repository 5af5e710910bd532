"""What becomes of battles when the simulator crashes, the server dies or falls silent: failures, in time."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from mortal import members
from sessions import LONGEST_WAIT, AtThird, both

from psrokit_showdown.server.played import Session
from psrokit_showdown.server.process import ServerProcess


def harmed(process: ServerProcess, harm: Callable[[], None], *, timer: bool = False) -> tuple[Session, Session]:
    """A battle in which something happens to the server."""
    return both(process.port, AtThird(harm), timer=timer)


@pytest.mark.slow
@pytest.mark.parametrize("timer", [False, True], ids=["without a timer", "with a timer"])
def test_a_simulator_that_crashes_fails_its_battles_in_time(mortal: ServerProcess, timer: bool) -> None:
    """The server says nothing of it: it tells the room again to whoever joins it again, for ever, and what its timer
    has said as well.
    """

    def crash() -> None:
        (simulator,) = [pid for pid, line in members(mortal.pid).items() if "room-battle" in line]
        os.kill(simulator, signal.SIGKILL)

    for each in harmed(mortal, crash, timer=timer):
        assert each.summary()["failures"] == {"hang": 1}
        assert each.battles[0].seconds < LONGEST_WAIT
        assert each.battles[0].longest_wait < LONGEST_WAIT


@pytest.mark.slow
def test_a_server_that_dies_fails_its_battles_in_time(mortal: ServerProcess) -> None:
    for each in harmed(mortal, lambda: os.killpg(mortal.pid, signal.SIGKILL)):
        assert each.summary()["failures"] == {"net": 1}
        assert each.battles[0].longest_wait < LONGEST_WAIT


@pytest.mark.slow
def test_a_server_that_falls_silent_fails_its_battles_in_time(mortal: ServerProcess) -> None:
    for each in harmed(mortal, lambda: os.killpg(mortal.pid, signal.SIGSTOP)):
        (kind,) = each.summary()["failures"]
        assert kind in {"net", "hang"}
        assert each.battles[0].longest_wait < LONGEST_WAIT
