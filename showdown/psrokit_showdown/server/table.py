"""One battle on a server with somebody in its seat: who is asked, held to a deadline, and gives up after a fault."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeAlias

from psrokit.api import Action
from psrokit_showdown.server.played import Played
from psrokit_showdown.server.room import Question, Room
from psrokit_showdown.server.thinking import Raised

FORFEIT = "/forfeit"
Chooser: TypeAlias = Callable[[Question, float], Awaitable[Action]]
"""Answers a question within so many seconds, or raises TimeoutError, GivesUp, or Raised with what went wrong."""


class GivesUp(Exception):
    """Raised by a chooser that does not want to go on; no fault."""


@dataclass(slots=True)
class Table:
    """One battle and who chooses in it. `answer` gives the command for a question; it never raises.

    heard: when the battle last went on as far as we know (monotonic seconds).
    """

    room: Room
    choose: Chooser
    begun: float = field(default_factory=monotonic)
    heard: float = field(default_factory=monotonic)
    longest_wait: float = 0.0
    probes: int = 0
    decisions: int = 0
    fault: str | None = None
    thinking: bool = False
    _forfeited: bool = False
    _last: tuple[int, str] | None = None

    def hear(self, lines: list[str]) -> None:
        """Take in a message of the server. A room that only tells again what was known is no sign of life."""
        before = self.room.stirs
        self.room.hear(lines)
        if self.room.stirs > before or self.room.over:
            now = monotonic()
            self.longest_wait = max(self.longest_wait, now - self.heard)
            self.heard, self.probes = now, 0

    @property
    def silence(self) -> float:
        """Seconds since the battle last went on."""
        return monotonic() - self.heard

    @property
    def settled(self) -> bool:
        """Whether it can be accounted for: it is over, and if it was finished nobody is still thinking.

        Who wins because the other side has ceased to wait may owe an answer that never comes.
        """
        return self.room.failure is not None or (self.room.over and not self.thinking)

    async def answer(self, question: Question, seconds: float) -> str:
        """The command that answers: a choice, the same again if it got lost, or giving up."""
        if self._forfeited:
            return FORFEIT
        if self._last is not None and self._last[0] == question.rqid:
            choice = "default" if self.room.refused else self._last[1]
        else:
            choice = await self._choose(question, seconds)
            if self._forfeited:
                return FORFEIT
            self._last = (question.rqid, choice)
        return f"/choose {choice}|{question.rqid}"

    async def _choose(self, question: Question, seconds: float) -> str:
        try:
            choice = await self.choose(question, seconds)
        except GivesUp:
            self._forfeited = True
        except TimeoutError:
            self._give_up(f"the policy thought for more than {seconds:g} seconds")
        except Raised as raised:
            self._give_up(f"the policy raised {raised}")
        else:
            if isinstance(choice, str) and choice in question.observation.legal:
                self.decisions += 1
                return str(choice)
            self._give_up(f"the policy chose {choice!r}, which is not legal")
        finally:
            self.heard = monotonic()  # time spent on thinking is no silence of the battle
        return ""

    def _give_up(self, fault: str) -> None:
        self._forfeited, self.fault = True, fault

    def played(self) -> Played:
        """What became of it. After a fault it is a loss, even if the other side gave up before we could."""
        failure, why = self.room.failure or (None, "")
        room = self.room
        result = "loss" if room.result is not None and self.fault is not None else room.result
        return Played(
            room.tag,
            room.opponent,
            result,
            failure,
            why,
            self.fault,
            room.turns,
            self.decisions,
            monotonic() - self.begun,
            max(self.longest_wait, self.silence),
        )
