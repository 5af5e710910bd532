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
    """One battle, seen from the one seat that is ours. Its news come in the event loop; it is read between them."""

    def __init__(self, room: Room) -> None:
        self.news = asyncio.Event()
        self.played: Played | None = None
        self._room = room
        self._asked: Observation | None = None
        self._last: BattleView | None = None
        self._answer: asyncio.Future[Action] | None = None

    async def choose(self, question: Question, seconds: float) -> Action:
        """A `Chooser`: waits for `take` or `give_up`."""
        self._asked, self._last = question.observation, question.observation.view
        self._answer = asyncio.get_running_loop().create_future()
        self.news.set()
        try:
            return await asyncio.wait_for(self._answer, seconds)
        finally:
            self._asked = None

    def take(self, action: Action) -> None:
        """Answer the question. One that was overtaken by the end of the battle, or by the deadline, goes nowhere."""
        if self.played is None:
            self.news.clear()
            if self._answer is not None and not self._answer.done():
                self._answer.set_result(action)

    def give_up(self) -> None:
        """Forfeit at the question that waits."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(GivesUp())

    def end(self, played: Played) -> None:
        """The battle is over."""
        self.played, self._asked = played, None
        if self._answer is not None:
            self._answer.cancel()
        self.news.set()

    @property
    def failure(self) -> EpisodeFailed | None:
        """Why it could not be finished, if so."""
        if self.played is None or self.played.failure is None:
            return None
        return EpisodeFailed(self.played.failure, self.played.why)

    def pending(self) -> Mapping[Seat, Observation]:
        """What waits for an answer."""
        return {SEAT: self._asked} if self._asked is not None else {}

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        """Only its lanes advance it."""
        raise NotImplementedError

    def returns(self) -> Floats:
        """1, 0 or -1, shape (1,)."""
        assert self.played is not None
        assert self.played.result is not None
        return np.array([_WORTH[self.played.result]])

    def closing_view(self, seat: Seat) -> BattleView:  # noqa: ARG002 # there is only one
        """What we know at the end (if the server has told too little of it: at our last decision, with the outcome)."""
        closing = self._room.closing_view()
        assert self._last is not None, "lanes hand on only battles in which something was asked"
        return closing or self._last._replace(outcome=int(self.returns()[SEAT]))

    def record(self) -> Mapping[str, Any]:
        """Where it was played, against whom, how long, and what we did wrong (JSON data)."""
        assert self.played is not None
        played = self.played
        return {"room": played.room, "opponent": played.opponent, "turns": played.turns, "fault": played.fault}
