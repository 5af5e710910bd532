"""Battles on a server's ladder as the lanes of a game, begun one after the other and played side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from typing import Any

from psrokit.api import (
    Action,
    Episode,
    EpisodeFailed,
    Policy,
    PolicyFault,
    Seat,
    seed,
)
from psrokit_showdown.server.address import ServerAddress
from psrokit_showdown.server.background import Background
from psrokit_showdown.server.contender import PolicyContender
from psrokit_showdown.server.episode import LadderEpisode
from psrokit_showdown.server.finding import Ladder
from psrokit_showdown.server.learner import Learner, Opponent
from psrokit_showdown.server.names import player_name
from psrokit_showdown.server.played import Played
from psrokit_showdown.server.terms import Account, Patience, Terms
from psrokit_showdown.server.visitor import Visitor
from psrokit_showdown.teams import NamedTeam, draw_pair

_SLACK_SECONDS = 30.0
_ACCOUNT_SECONDS = 5.0
_TURN_SECONDS = 600.0
"""More than a server's own timer allows for a turn."""


class LadderLanes:
    """Battles of one user on a ladder, begun one after the other, then played side by side.

    opponents: policies that this end sends there as users of their own; each battle calls one of them, fixed by its
    seed, to the ladder, where the server pairs whoever waits. Raises whatever `Visitor.tick` raises, and PolicyFault
    when one of these opponents does something wrong.
    """

    def __init__(self, background: Background, format_id: str, teams: Sequence[NamedTeam], terms: Terms) -> None:
        self._background, self._format, self._teams, self._terms = background, format_id, teams, terms
        self._resources = AsyncExitStack()
        self._ticking: set[asyncio.Task[None]] = set()
        self._opponents: list[tuple[Visitor, PolicyContender]] = []
        self._foe_team = ""

    async def enter(self, account: Account, opponents: Sequence[Policy]) -> None:
        """Connect everybody."""
        self._learner = Learner()
        self._visitor = await self._connect(Visitor(account, Ladder(self._format), self._learner, self._terms))
        for place, policy in enumerate(opponents):
            own_seed = seed("opponent", account.name, place)
            contender = Opponent(policy, lambda _number: self._foe_team, own_seed, self._learner)
            self._resources.callback(contender.close)
            opponent = Visitor(_guest(account.server), Ladder(self._format), contender, self._opponent_terms())
            self._opponents.append((await self._connect(opponent), contender))

    async def leave(self) -> None:
        """Give up what is under way, and be gone."""
        for task in self._ticking:
            task.cancel()
        await asyncio.gather(*self._ticking, return_exceptions=True)
        await self._resources.aclose()

    def deal(self, seeds: Sequence[int]) -> Sequence[Episode | EpisodeFailed]:
        """One battle per seed, which decides our team, the opponent and theirs if we send them, and no chance.

        Raises EnvironmentFault if nobody comes.
        """
        patience = self._terms.patience
        seconds = 2 * patience.battle + patience.opponent + _SLACK_SECONDS
        return [self._background.run(self._begin(match_seed), seconds) for match_seed in seeds]

    def advance(self, moves: Sequence[tuple[Episode, Mapping[Seat, Action]]]) -> Sequence[EpisodeFailed | None]:
        """Answer in every battle, and wait until each asks again or is over."""
        return self._background.run(self._play(moves), self._terms.patience.battle + _TURN_SECONDS)

    def abandon(self, episode: Episode) -> None:
        """Forfeit."""
        self._background.run(_give_up(_ours(episode)), _SLACK_SECONDS)

    async def _begin(self, match_seed: int) -> LadderEpisode | EpisodeFailed:
        if self._teams:
            own, foe = draw_pair(self._teams, match_seed)
            self._learner.packed, self._foe_team = own.team.packed, foe.team.packed
        self._learner.begun = asyncio.get_running_loop().create_future()
        if self._opponents:
            caller, _ = self._opponents[seed("opponent", match_seed) % len(self._opponents)]
            caller.want(max(0, 1 - caller.sought))
        self._visitor.want(1)
        episode: LadderEpisode = await self._next(self._learner.begun)
        await self._next(episode.news.wait())
        if not episode.look():
            return episode.failure or EpisodeFailed("net", "the battle ended before anything was asked")
        return episode

    async def _play(self, moves: Sequence[tuple[Episode, Mapping[Seat, Action]]]) -> list[EpisodeFailed | None]:
        for episode, actions in moves:
            episode.advance(actions)
        return [await self._outcome(_ours(episode)) for episode, _ in moves]

    async def _outcome(self, episode: LadderEpisode) -> EpisodeFailed | None:
        await self._next(episode.news.wait())
        if not episode.look() and episode.played is not None:
            await self._blame(episode.played)
        return episode.failure

    async def _blame(self, played: Played) -> None:
        """Hear our opponent's account of a battle that is over, which comes a moment after ours."""
        for visitor, contender in self._opponents:
            if visitor.name == played.opponent:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_ACCOUNT_SECONDS):
                        theirs = await contender.account(played.room)
                    if theirs.fault is not None:
                        raise PolicyFault(f"opponent {contender.policy!r}: {theirs.fault}")

    async def _next(self, awaited: Any) -> Any:
        """The result of what is awaited, unless one of our users cannot go on."""
        waiting = asyncio.ensure_future(awaited)
        try:
            await asyncio.wait({waiting, *self._ticking}, return_when=asyncio.FIRST_COMPLETED)
            for task in self._ticking:
                if task.done():
                    task.result()
            return waiting.result()
        finally:
            waiting.cancel()

    async def _connect(self, visitor: Visitor) -> Visitor:
        await self._resources.enter_async_context(visitor)
        self._ticking.add(asyncio.create_task(_tick(visitor)))
        return visitor

    def _opponent_terms(self) -> Terms:
        """Those whom we send wait for us, whatever a decision of ours takes."""
        patience = self._terms.patience
        longest = patience.battle + patience.opponent + patience.policy
        return Terms(self._terms.at_once, timer=False, patience=Patience(longest, longest))


def _ours(episode: Episode) -> LadderEpisode:
    assert isinstance(episode, LadderEpisode), "lanes are given the episodes that they dealt"
    return episode


async def _tick(visitor: Visitor) -> None:
    while True:
        await visitor.tick()


async def _give_up(episode: LadderEpisode) -> None:
    episode.give_up()


def _guest(server: ServerAddress) -> Account:
    return Account(server, player_name())
