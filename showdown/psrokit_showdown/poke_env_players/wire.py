"""A poke-env player at a wire that ends here: it is handed messages as from a server, and its orders are taken.

What becomes of a message is up to the player's own code (`Player._handle_battle_message`), so whatever its class
overrides counts. That code is a coroutine which nothing here keeps waiting, so it runs without an event loop.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psrokit.api import PolicyFault
from psrokit_showdown.view import Request

if TYPE_CHECKING:
    from poke_env.player import Player

_ORDERS = ("/choose ", "/team ", "/forfeit")


class Wire:
    """One player in one battle. Raises PolicyFault for whatever goes wrong in its code."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._room = f">battle-{player.format}-1"
        self._said: list[str] = []
        player.ps_client.send_message = self._note  # type: ignore[method-assign]
        self.hear(["|init|battle"])

    def hear(self, lines: Iterable[str]) -> None:
        """Hand it lines of the battle."""
        for line in lines:
            self._deliver(line.split("|"))

    def ask(self, request: Request) -> str:
        """Hand it a request and take its order, as it would have been sent."""
        self._said.clear()
        self._deliver(["", "request", json.dumps(request)])
        orders = [message for message in self._said if message.startswith(_ORDERS)]
        if not orders:
            raise PolicyFault(f"{self._name} gave no order; it said {self._said!r}")
        return orders[-1]

    async def _note(self, message: str, room: str = "", message_2: str | None = None) -> None:  # noqa: ARG002 # as its own
        self._said.append(message)

    def _deliver(self, message: list[str]) -> None:
        try:
            with _quiet():
                _run(self._player._handle_battle_message([[self._room], message]))  # noqa: SLF001 # see above
        except _Waits:
            raise PolicyFault(f"{self._name} waits for something; here it must answer at once") from None
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            what = f"{type(error).__name__}: {error}"
            raise PolicyFault(f"{self._name} raised {what} at {'|'.join(message)[:200]!r}") from error

    @property
    def _name(self) -> str:
        return type(self._player).__qualname__


@contextmanager
def _quiet() -> Iterator[None]:
    """Without poke-env's remarks about lines that it knows not."""
    logger = logging.getLogger("poke-env")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


class _Waits(Exception):
    """A coroutine did not run through."""


def _run(work: Coroutine[Any, Any, None]) -> None:
    try:
        work.send(None)
    except StopIteration:
        return
    work.close()
    raise _Waits
