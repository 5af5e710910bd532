"""Who plays the battles of a visitor: the protocol, and policies as such."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from psrokit.api import Actor, Policy, generator, seed
from psrokit_showdown.server.played import Played
from psrokit_showdown.server.room import Question, Room
from psrokit_showdown.server.table import Chooser
from psrokit_showdown.server.thinking import Thinker

Teams = Callable[[int], str]
"""The packed team of the n-th battle, "" where the format makes teams itself."""


class Contender(Protocol):
    """Brings teams, sits down to battles, and is told what became of each. All of it in the visitor's event loop."""

    def team(self, number: int) -> str:
        """The packed team with which to look for the n-th battle; "" where the format makes teams itself."""

    def sit(self, number: int, room: Room) -> Chooser:
        """The n-th battle has begun: who chooses in it."""

    def rise(self, room: Room, played: Played) -> None:
        """A battle has ended, one way or the other."""

    def miss(self, played: Played) -> None:
        """A battle that was wanted will not be played."""


class PolicyContender:
    """A policy, which thinks in a thread of its own. seed: decides its randomness (the server's chance is its own)."""

    def __init__(self, policy: Policy, teams: Teams, seed_: int) -> None:
        self.policy = policy
        self.played: list[Played] = []
        self._teams, self._seed = teams, seed_
        self._thinker = Thinker()
        self._news = asyncio.Event()

    def team(self, number: int) -> str:
        """See Contender."""
        return self._teams(number)

    def sit(self, number: int, room: Room) -> Chooser:
        """See Contender."""
        policy, battle_seed = self.policy, seed("server battle", self._seed, number)
        actors: list[Actor] = []

        def act(question: Question) -> Any:
            if not actors:
                seat = room.seat or 0
                actors.append(policy.start(seat, generator(battle_seed, "policy", seat)))
            return actors[0].act(question.observation)

        async def choose(question: Question, seconds: float) -> Any:
            return await self._thinker.ask(lambda: act(question), seconds)

        return choose

    def rise(self, room: Room, played: Played) -> None:  # noqa: ARG002 # a policy needs no last look
        """See Contender."""
        self.played.append(played)
        self._news.set()

    def miss(self, played: Played) -> None:
        """See Contender."""
        self.played.append(played)

    async def account(self, room: str) -> Played:
        """What became of the battle in a room, as soon as it is over."""
        while True:
            for played in reversed(self.played):
                if played.room == room:
                    return played
            self._news.clear()
            await self._news.wait()

    def close(self) -> None:
        """End the thread once it is idle."""
        self._thinker.close()
