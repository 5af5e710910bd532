"""Policies think in a thread of their own, so that a slow one delays nobody and a stuck one nobody for long."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeAlias

_Answer: TypeAlias = tuple[Any, BaseException | None]
_Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[_Answer]"]


class Raised(Exception):
    """What somebody's code raised, in words; the exception itself is the cause."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(f"{type(error).__name__}: {error}")


class Thinker:
    """Answers one question at a time. A thread that misses its deadline is replaced, and ends when it is done."""

    def __init__(self) -> None:
        self._jobs = _begin()

    async def ask(self, question: Callable[[], Any], seconds: float) -> Any:
        """What `question` returns. Raises TimeoutError after `seconds`, waiting included, and Raised if it raises."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_Answer] = loop.create_future()
        jobs = self._jobs
        jobs.put((question, loop, answer))
        try:
            async with asyncio.timeout(seconds):
                told, error = await answer
        except TimeoutError:
            if jobs is self._jobs:
                self._jobs = _begin()
                jobs.put(None)
            raise
        if error is not None:
            raise Raised(error) from error
        return told

    def close(self) -> None:
        """End the thread once it is idle. What is not closed ends with this object."""
        self._jobs.put(None)

    def __del__(self) -> None:
        self.close()


def _begin() -> queue.SimpleQueue[_Job | None]:
    jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
    threading.Thread(target=_think, args=(jobs,), daemon=True).start()
    return jobs


def _think(jobs: queue.SimpleQueue[_Job | None]) -> None:
    while (job := jobs.get()) is not None:
        question, loop, answer = job
        told, error = _attempt(question)
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(_settle, answer, (told, error))


def _attempt(question: Callable[[], Any]) -> _Answer:
    try:
        return question(), None
    except BaseException as error:  # noqa: BLE001 # a policy may raise anything; it is told to who asked
        return None, error


def _settle(answer: asyncio.Future[_Answer], told: _Answer) -> None:
    if not answer.done():
        answer.set_result(told)
