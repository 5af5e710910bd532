"""A user who plays battles on a server: finds them, sits in them, watches over them, and accounts for every one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Self

from psrokit.api import InputError
from psrokit_showdown.server.contender import Contender
from psrokit_showdown.server.finding import Finder
from psrokit_showdown.server.listed import KIND, Listed
from psrokit_showdown.server.names import checked_name
from psrokit_showdown.server.played import Played
from psrokit_showdown.server.room import Failure, Question, Room
from psrokit_showdown.server.seeking import Search
from psrokit_showdown.server.table import FORFEIT, Table
from psrokit_showdown.server.terms import Account, Terms
from psrokit_showdown.server.user import User
from psrokit_showdown.server.watching import watch

_TICK_SECONDS = 0.2


class Visitor:
    """Connected as long as its context is entered. Nothing happens between two calls of `tick` but what is heard."""

    def __init__(self, account: Account, finder: Finder, contender: Contender, terms: Terms) -> None:
        self._user = User(account.server, checked_name(account.name), account.password, self._hear)
        self._search, self._contender = Search(finder, terms.patience.opponent), contender
        self._terms, self._patience = terms, terms.patience
        self._tables: dict[str, Table] = {}
        self._left: set[str] = set()
        self._listed = Listed()
        self._wanted = self._begun = self._done = 0
        self._logins = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()
        self._staying: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """The user name."""
        return self._user.name

    @property
    def missing(self) -> int:
        """How many of the battles wanted are not accounted for yet."""
        return self._wanted - self._done

    @property
    def sought(self) -> int:
        """How many of them have not begun."""
        return self.missing - len(self._tables)

    @property
    def reconnections(self) -> int:
        """How often the connection had to be made again."""
        return max(0, self._user.logins - 1)

    def want(self, battles: int) -> None:
        """Play so many more."""
        self._wanted += battles
        self._news.set()

    async def __aenter__(self) -> Self:
        self._staying = asyncio.create_task(self._user.stay())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up the battles under way, and be gone."""
        assert self._staying is not None
        for tag in list(self._tables):
            await self._user.say(FORFEIT, tag)
        await self._user.leave()
        for task in (self._staying, *self._tasks):
            task.cancel()
        await asyncio.gather(self._staying, *self._tasks, return_exceptions=True)

    async def tick(self) -> None:
        """Do what is due, and wait for news or a moment.

        Raises InputError if the server does not give us the name, EnvironmentFault if it is never reached at all.
        """
        await self._do_what_is_due()
        self._news.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(_TICK_SECONDS):  # wait_for may lose a cancellation before Python 3.12
                await self._news.wait()

    # what the server says

    def _hear(self, message: str) -> None:
        lines = message.split("\n")
        if lines[0].startswith(">battle-"):
            self._hear_room(lines[0][1:], lines[1:])
        elif lines[0].startswith(KIND):
            self._listed.hear(lines[0])
        else:
            self._search.hear(lines[0])
        self._news.set()

    def _hear_room(self, tag: str, lines: list[str]) -> None:
        if tag in self._left:
            return
        table = self._tables.get(tag)
        if table is None:
            if not any(line.startswith("|init|") for line in lines):
                return
            table = self._sit_down(tag)
        table.hear(lines)
        if table.settled:
            self._rise(table)
        elif table.room.question is not None and not table.thinking:
            table.thinking = True
            self._begin(self._answer(table, table.room.question))

    def _sit_down(self, tag: str) -> Table:
        room = Room(tag, self._user.name)
        table = self._tables[tag] = Table(room, self._contender.sit(self._begun, room))
        self._wanted += self.sought < 0  # one that began when we had ceased to look for it
        self._begun += 1
        self._search.rest()
        if self._terms.timer:
            self._begin(self._say("/timer on", tag))
        return table

    def _rise(self, table: Table) -> None:
        tag = table.room.tag
        del self._tables[tag]
        self._left.add(tag)
        self._done += 1
        self._contender.rise(table.room, table.played())
        if table.room.failure is not None:
            self._begin(self._say(FORFEIT, tag))
        self._begin(self._say("/leave", tag))

    # what we say

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, message: str, room: str) -> None:
        await self._user.say(message, room)

    async def _answer(self, table: Table, question: Question | None) -> None:
        """Answer, and go on with whatever has been asked meanwhile."""
        while question is not None and not table.room.over:
            command = await table.answer(question, self._patience.policy)
            if table.room.question is question:
                table.room.question = None
            if not table.room.over:
                await self._user.say(command, table.room.tag)
            question = table.room.question
        table.thinking = False
        if table.settled and table.room.tag in self._tables:  # it ended meanwhile
            self._rise(table)
            self._news.set()

    # what time brings

    async def _do_what_is_due(self) -> None:
        assert self._staying is not None
        if self._staying.done():
            self._staying.result()
        if self._user.refused is not None:
            raise InputError(f"the server does not let us be '{self._user.name}': {self._user.refused}")
        if self._user.unreachable:
            raise self._user.absence()
        if self._user.logins > self._logins:
            self._logins = self._user.logins
            await self._come_back()
        if self._user.away > self._patience.battle:
            self._give_up_on_the_server()
            return
        for table in list(self._tables.values()):
            await watch(table, self._user, self._patience)
            if table.settled and table.room.tag in self._tables:
                self._rise(table)
        if self._user.logged_in:
            for tag in list(self._listed.late({*self._tables, *self._left})):
                await self._user.say(f"/join {tag}")
            await self._look_for_opponents()

    async def _come_back(self) -> None:
        """After a fall the rooms are joined again, which tells everything from the start, and the search is renewed."""
        self._search.renew()
        for tag in list(self._tables):
            await self._user.say(f"/join {tag}")

    def _give_up_on_the_server(self) -> None:
        if not self._user.logins:
            raise self._user.absence()
        why = f"the server could not be reached again: {self._user.trouble or 'no answer'}"
        for table in list(self._tables.values()):
            if not table.room.over:
                table.room.fail("net", why)
            self._rise(table)
        self._miss("net", why, self._user.away)

    async def _look_for_opponents(self) -> None:
        if self.sought <= 0 or len(self._tables) >= self._terms.at_once:
            return
        if self._search.in_vain:
            await self._withdraw()
        elif messages := self._search.due():
            await self._user.say(f"/utm {self._contender.team(self._begun) or 'null'}")
            for message in messages:
                await self._user.say(message)

    async def _withdraw(self) -> None:
        if self._tables and self._search.hopeless:
            return  # what is under way is played first
        why, waited = self._search.why, self._search.waited
        for message in self._search.withdraw():
            await self._user.say(message)
        self._search.rest()
        if not self._tables:
            self._miss("no_opponent", why, waited)

    def _miss(self, kind: Failure, why: str, waited: float) -> None:
        """Account for the battles that will not be played."""
        for _ in range(self.missing):
            self._done += 1
            self._contender.miss(Played("", "", None, kind, why, None, 0, 0, 0.0, waited))
