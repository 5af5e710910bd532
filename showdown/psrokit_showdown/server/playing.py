"""A session: one user plays battles on a server. Every battle is accounted for and every wait has an end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from time import monotonic

from psrokit.api import EnvironmentFault, InputError, Policy, seed
from psrokit_showdown.server.address import ServerAddress
from psrokit_showdown.server.finding import Finder
from psrokit_showdown.server.names import checked_name
from psrokit_showdown.server.played import Played, Session
from psrokit_showdown.server.room import Failure, Question, Room
from psrokit_showdown.server.table import Table
from psrokit_showdown.server.thinking import Thinker
from psrokit_showdown.server.user import User

_TICK_SECONDS = 0.2
_RENEW_SECONDS = 12.0
_LATE_ROOM_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds a session waits: for any sign of life in a battle, of an opponent, of the policy.

    battle: also how long it may be cut off from the server. After a third of it the room is joined again, and after
    two thirds the connection is made anew if it is silent altogether.
    """

    battle: float = 45.0
    opponent: float = 45.0
    policy: float = 30.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a session plays. team: the packed team of the n-th battle, "" where the format makes teams itself.

    seed decides the policy's randomness (the server's chance is its own). timer: whether to start the battle timer.
    """

    policy: Policy
    team: Callable[[int], str]
    battles: int
    at_once: int
    seed: int
    timer: bool = False
    patience: Patience = Patience()


async def play(server: ServerAddress, name: str, password: str | None, finder: Finder, wanted: Wanted) -> Session:
    """Play until every battle wanted has a result or a failure.

    Raises InputError if the server does not give us the name, EnvironmentFault if it is never reached at all.
    """
    return await _Play(server, checked_name(name), password, finder, wanted).run()


class _Play:
    """The battles under way."""

    def __init__(self, server: ServerAddress, name: str, password: str | None, finder: Finder, wanted: Wanted) -> None:
        self._finder, self._wanted, self._patience = finder, wanted, wanted.patience
        self._user = User(server, name, password, self._hear)
        self._thinker = Thinker()
        self._tables: dict[str, Table] = {}
        self._played: list[Played] = []
        self._left: set[str] = set()
        self._listed: dict[str, float] = {}
        self._since: float | None = None
        self._asked = 0.0
        self._numbers = 0
        self._logins = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._news = asyncio.Event()

    async def run(self) -> Session:
        staying = asyncio.create_task(self._user.stay())
        try:
            while len(self._played) < self._wanted.battles:
                await self._tick()
                self._news.clear()
                await self._wait()
        finally:
            await self._close(staying)
        return Session(self._user.name, tuple(self._played), max(0, self._user.logins - 1))

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._news.wait(), _TICK_SECONDS)
        except TimeoutError:
            return

    async def _close(self, staying: asyncio.Task[None]) -> None:
        await self._user.leave()
        staying.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(staying, *self._tasks, return_exceptions=True)
        self._thinker.close()

    # what the server says

    def _hear(self, message: str) -> None:
        lines = message.split("\n")
        if lines[0].startswith(">battle-"):
            self._hear_room(lines[0][1:], lines[1:])
        elif lines[0].startswith("|updatesearch|"):
            games = json.loads(lines[0].removeprefix("|updatesearch|")).get("games") or {}
            self._listed = {tag: self._listed.get(tag, monotonic()) for tag in games}
        else:
            self._finder.hear(lines[0])
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
        if table.room.over:
            self._rise(table)
        elif table.room.question is not None and not table.thinking:
            table.thinking = True
            self._begin(self._answer(table, table.room.question))

    def _sit_down(self, tag: str) -> Table:
        battle_seed = seed("server battle", self._wanted.seed, self._numbers)
        table = self._tables[tag] = Table(Room(tag, self._user.name), self._wanted.policy, battle_seed)
        self._numbers += 1
        self._since = None
        if self._wanted.timer:
            self._begin(self._say("/timer on", tag))
        return table

    def _rise(self, table: Table) -> None:
        tag = table.room.tag
        del self._tables[tag]
        self._left.add(tag)
        self._played.append(table.played())
        if table.room.failure is not None:
            self._begin(self._say("/forfeit", tag))
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
            command = await table.answer(question, self._thinker, self._patience.policy)
            if table.room.question is question:
                table.room.question = None
            await self._user.say(command, table.room.tag)
            question = table.room.question
        table.thinking = False

    # what time brings

    async def _tick(self) -> None:
        if self._user.refused is not None:
            raise InputError(f"the server does not let us be '{self._user.name}': {self._user.refused}")
        if self._user.logins > self._logins:
            self._logins = self._user.logins
            await self._come_back()
        if self._user.away > self._patience.battle:
            self._give_up_on_the_server()
            return
        for table in list(self._tables.values()):
            await self._watch(table)
        if self._user.logged_in:
            await self._look_for_rooms()
            await self._look_for_opponents()

    async def _come_back(self) -> None:
        """After a fall the rooms are joined again, which tells everything from the start, and the search is renewed."""
        self._asked = 0.0
        for tag in list(self._tables):
            await self._user.say(f"/join {tag}")

    def _give_up_on_the_server(self) -> None:
        if not self._user.logins:
            raise EnvironmentFault(
                f"nobody could log in as '{self._user.name}' in {self._patience.battle:g} seconds",
                remedy="Look whether the server runs, and whether it takes that name",
            )
        for table in list(self._tables.values()):
            table.room.fail("net", "the server could not be reached again")
            self._rise(table)
        self._miss("net", "the server could not be reached again", self._user.away)

    async def _watch(self, table: Table) -> None:
        third = self._patience.battle / 3
        if table.thinking or table.silence < third:
            return
        if table.silence > self._patience.battle:
            kind: Failure = "hang" if self._user.logged_in else "net"
            table.room.fail(kind, f"nothing was heard of the battle for {table.silence:.0f} seconds")
            self._rise(table)
        elif table.probes == 0:
            table.probes = 1
            await self._user.say(f"/join {table.room.tag}")
        elif table.probes == 1 and table.silence > 2 * third and monotonic() - self._user.heard > third:
            table.probes = 2
            await self._user.hang_up()

    async def _look_for_rooms(self) -> None:
        """A battle may have begun while we were away: the server lists it, but we are not in its room."""
        for tag, since in self._listed.items():
            if tag not in self._tables and tag not in self._left and monotonic() - since > _LATE_ROOM_SECONDS:
                self._listed[tag] = monotonic()
                await self._user.say(f"/join {tag}")

    async def _look_for_opponents(self) -> None:
        begun = len(self._played) + len(self._tables)
        if begun >= self._wanted.battles or len(self._tables) >= self._wanted.at_once:
            return
        now = monotonic()
        if self._since is None:
            self._since, self._asked = now, 0.0
        if now - self._since > self._patience.opponent:
            await self._withdraw(now - self._since)
        elif now - self._asked > _RENEW_SECONDS and (messages := self._finder.seek()):
            self._asked = now
            await self._user.say(f"/utm {self._wanted.team(self._numbers) or 'null'}")
            for message in messages:
                await self._user.say(message)

    async def _withdraw(self, waited: float) -> None:
        for message in self._finder.withdraw():
            await self._user.say(message)
        self._since = None
        if not self._tables:
            self._miss("no_opponent", "nobody came", waited)

    def _miss(self, kind: Failure, why: str, waited: float) -> None:
        """Account for the battles that will not be played."""
        missing = self._wanted.battles - len(self._played)
        self._played += [Played("", "", None, kind, why, None, 0, 0, 0.0, waited)] * missing
