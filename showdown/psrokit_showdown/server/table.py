"""A policy at one battle on a server: it is asked in a thread, held to a deadline, and gives up when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from psrokit.api import Actor, Policy, generator
from psrokit_showdown.server.played import Played
from psrokit_showdown.server.room import Question, Room
from psrokit_showdown.server.thinking import Thinker

FORFEIT = "/forfeit"


@dataclass(slots=True)
class Table:
    """One battle with the policy in its seat. `answer` gives the command for a question; it never raises.

    seed: decides the policy's randomness. heard: when the server last said something here (monotonic seconds).
    """

    room: Room
    policy: Policy
    seed: int
    begun: float = field(default_factory=monotonic)
    heard: float = field(default_factory=monotonic)
    longest_wait: float = 0.0
    probes: int = 0
    decisions: int = 0
    fault: str | None = None
    thinking: bool = False
    _actor: Actor | None = None
    _last: tuple[int, str] | None = None

    def hear(self, lines: list[str]) -> None:
        """Take in a message of the server."""
        now = monotonic()
        self.longest_wait = max(self.longest_wait, now - self.heard)
        self.heard, self.probes = now, 0
        self.room.hear(lines)

    @property
    def silence(self) -> float:
        """Seconds since the server last said something."""
        return monotonic() - self.heard

    async def answer(self, question: Question, thinker: Thinker, seconds: float) -> str:
        """The command that answers: a choice, the same again if it got lost, or giving up."""
        if self.fault is not None:
            return FORFEIT
        if self._last is not None and self._last[0] == question.rqid:
            choice = "default" if self.room.refused else self._last[1]
        else:
            choice = await self._choose(question, thinker, seconds)
            if self.fault is not None:
                return FORFEIT
            self._last = (question.rqid, choice)
        return f"/choose {choice}|{question.rqid}"

    async def _choose(self, question: Question, thinker: Thinker, seconds: float) -> str:
        try:
            choice = await thinker.ask(self._act(question), seconds)
        except TimeoutError:
            self.fault = f"the policy thought for more than {seconds:g} seconds"
        except Exception as error:  # noqa: BLE001 # whatever a policy raises is told, and costs it this battle
            self.fault = f"the policy raised {type(error).__name__}: {error}"
        else:
            if choice in question.observation.legal:
                self.decisions += 1
                return str(choice)
            self.fault = f"the policy chose {choice!r}, which is not legal"
        return ""

    def _act(self, question: Question) -> Callable[[], object]:
        def act() -> object:
            if self._actor is None:
                seat = self.room.seat or 0
                self._actor = self.policy.start(seat, generator(self.seed, "policy", seat))
            return self._actor.act(question.observation)

        return act

    def played(self) -> Played:
        """What became of it."""
        failure, why = self.room.failure or (None, "")
        wait = max(self.longest_wait, self.silence)
        seconds = monotonic() - self.begun
        room = self.room
        return Played(
            room.tag,
            room.opponent,
            room.result,
            failure,
            why,
            self.fault,
            room.turns,
            self.decisions,
            seconds,
            wait,
        )
