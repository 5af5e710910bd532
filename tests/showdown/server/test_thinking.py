"""Threads in which policies think: a deadline, what is raised, and an end."""

from __future__ import annotations

import asyncio
import threading
from time import monotonic, sleep
from typing import Any

import pytest

from psrokit_showdown.server.thinking import Raised, Thinker


def raising() -> Any:
    raise ZeroDivisionError("seven is no divisor")


def interrupting() -> Any:
    raise KeyboardInterrupt


def test_a_thinker_goes_on_after_a_deadline() -> None:
    async def run() -> Any:
        thinker = Thinker()
        with pytest.raises(TimeoutError):
            await thinker.ask(lambda: sleep(3.0), 0.1)
        with pytest.raises(Raised, match="ZeroDivisionError: seven"):
            await thinker.ask(raising, 2.0)
        with pytest.raises(Raised, match="StopIteration"):
            await thinker.ask(lambda: next(iter(())), 2.0)
        with pytest.raises(Raised, match="KeyboardInterrupt: "):  # no one's key: those interrupt the main thread
            await thinker.ask(interrupting, 2.0)
        return await thinker.ask(lambda: 7, 2.0)

    assert asyncio.run(run()) == 7


def test_a_thinker_that_nobody_closes_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    thinker = Thinker()
    (own,) = set(threading.enumerate()) - before
    del thinker
    until = monotonic() + 5.0
    while own.is_alive():
        assert monotonic() < until
        sleep(0.01)
