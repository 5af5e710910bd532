"""Policies think in a thread of their own, so that a slow one delays nobody and a stuck one nobody for long."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

_Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Thinker:
    """Answers one question at a time. A thread that misses its deadline is replaced, and ends when it is done."""

    def __init__(self) -> None:
        self._jobs = _begin()

    async def ask(self, question: Callable[[], Any], seconds: float) -> Any:
        """What `question` returns or raises; raises TimeoutError after `seconds`, waiting included."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        jobs = self._jobs
        jobs.put((question, loop, answer))
        try:
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError:
            if jobs is self._jobs:
                self._jobs = _begin()
                jobs.put(None)
            raise

    def close(self) -> None:
        """End the thread once it is idle."""
        self._jobs.put(None)


def _begin() -> queue.SimpleQueue[_Job | None]:
    jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
    threading.Thread(target=_think, args=(jobs,), daemon=True).start()
    return jobs


def _think(jobs: queue.SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        question, loop, answer = job
        try:
            told, error = question(), None
        except Exception as raised:  # noqa: BLE001 # a policy may raise anything; it is told to who asked
            told, error = None, raised
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(_settle, answer, told, error)


def _settle(answer: asyncio.Future[Any], told: Any, error: Exception | None) -> None:
    if answer.done():
        return
    if error is None:
        answer.set_result(told)
    else:
        answer.set_exception(error)
