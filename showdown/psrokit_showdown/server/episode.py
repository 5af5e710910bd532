"""One battle on a server as an episode: whoever plays it waits for each decision and for nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import numpy as np

from psrokit.api import Action, EpisodeFailed, Floats, Observation, Seat
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.server.played import Played
from psrokit_showdown.server.room import Question, Room
from psrokit_showdown.server.table import GivesUp

SEAT = 0
"""The seat of whoever plays, on whichever side the server has put them."""
_WORTH = {"win": 1.0, "tie": 0.0, "loss": -1.0}


class LadderEpisode:
    """One battle, seen from the one seat that is ours. What happens in the event loop is seen only at a `look`."""

    def __init__(self, room: Room) -> None:
        self.news = asyncio.Event()
        self.played: Played | None = None
        self._room = room
        self._question: Observation | None = None
        self._answer: asyncio.Future[Action] | None = None
        self._seen: Observation | None = None
        self._last: BattleView | None = None

    async def choose(self, question: Question, seconds: float) -> Action:
        """A `Chooser`: waits for `advance` or `give_up`."""
        self._question = question.observation
        self._answer = asyncio.get_running_loop().create_future()
        self.news.set()
        async with asyncio.timeout(seconds):
            return await self._answer

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        """Answer the question. One that was overtaken by the end of the battle, or by the deadline, goes nowhere."""
        self._question = None
        if self.played is None:
            self.news.clear()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(actions[SEAT])

    def give_up(self) -> None:
        """Forfeit at the question that waits."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(GivesUp())

    def end(self, played: Played) -> None:
        """The battle is over."""
        self.played = played
        if self._answer is not None:
            self._answer.cancel()
        self.news.set()

    def look(self) -> bool:
        """Show what is asked now, if anything: a question is seen before the end that may have overtaken it."""
        self._seen = self._question
        if self._seen is not None:
            self._last = self._seen.view
        return self._seen is not None

    @property
    def failure(self) -> EpisodeFailed | None:
        """Why it could not be finished, if so."""
        if self.played is None or self.played.failure is None:
            return None
        return EpisodeFailed(self.played.failure, self.played.why)

    def pending(self) -> Mapping[Seat, Observation]:
        """What waits for an answer."""
        return {SEAT: self._seen} if self._seen is not None else {}

    def returns(self) -> Floats:
        """1, 0 or -1, shape (1,)."""
        assert self.played is not None
        assert self.played.result is not None
        return np.array([_WORTH[self.played.result]])

    def closing_view(self, seat: Seat) -> BattleView:  # noqa: ARG002 # there is only one
        """What we know at the end (if the server has told too little of it: at our last decision, with the outcome)."""
        closing = self._room.closing_view()
        assert self._last is not None, "lanes hand on only battles in which something was asked"
        return (closing or self._last)._replace(outcome=int(self.returns()[SEAT]))

    def record(self) -> Mapping[str, Any]:
        """Where it was played, against whom, how long, and what we did wrong (JSON data)."""
        assert self.played is not None
        played = self.played
        return {"room": played.room, "opponent": played.opponent, "turns": played.turns, "fault": played.fault}
