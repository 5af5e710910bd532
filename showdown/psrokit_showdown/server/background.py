"""An event loop in a thread of its own, for those who wait for a network without being asynchronous themselves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from psrokit.api import EnvironmentFault

T = TypeVar("T")
_END_SECONDS = 10.0


class Background:
    """Runs what it is given until its context is left; then nothing of it remains."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="psrokit network", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """What `work` returns or raises. Raises EnvironmentFault if that takes longer than `seconds`."""
        waiting = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return waiting.result(seconds)
        except TimeoutError:
            raise EnvironmentFault(
                f"the network gave no answer within {seconds:g} seconds",
                remedy="Look whether the server runs and this machine is not overloaded, and begin anew",
            ) from None
        finally:
            waiting.cancel()

    async def _finish(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_END_SECONDS)
        await self._loop.shutdown_asyncgens()
