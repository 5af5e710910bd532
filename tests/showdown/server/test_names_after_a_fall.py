"""A name on a real server: another's is refused for good, one's own comes back after a fall."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

from faulty_proxy import FaultyProxy

from psrokit_showdown.server.address import local_address
from psrokit_showdown.server.names import player_name
from psrokit_showdown.server.user import User

SECONDS = 30.0


async def until(condition: Callable[[], object]) -> None:
    end = monotonic() + SECONDS
    while not condition():  # a user has no event for it
        assert monotonic() < end
        await asyncio.sleep(0.02)


async def end(user: User, staying: asyncio.Task[None]) -> None:
    await user.leave()
    staying.cancel()
    await asyncio.gather(staying, return_exceptions=True)


def test_a_taken_name_is_told_in_the_servers_words(server: int) -> None:
    async def run() -> str | None:
        name = player_name()
        first, second = (User(local_address(server), name, None, lambda _message: None) for _ in range(2))
        staying = asyncio.create_task(first.stay())
        await until(lambda: first.logged_in)
        refused = asyncio.create_task(second.stay())
        await until(lambda: second.refused)
        await end(second, refused)
        await end(first, staying)
        return second.refused

    assert "Someone is already using the name" in str(asyncio.run(run()))


def test_ones_own_name_comes_back_although_the_server_has_not_noticed_the_fall(server: int) -> None:
    async def run() -> User:
        proxy = FaultyProxy(server, 0.0, 1, linger=2.0)
        async with proxy.running() as port:
            user = User(local_address(port), player_name(), None, lambda _message: None)
            staying = asyncio.create_task(user.stay())
            await until(lambda: user.logged_in)
            proxy.cut_all()
            await until(lambda: user.logins == 2 or user.refused)
            await end(user, staying)
        return user

    user = asyncio.run(run())
    assert "Someone is already using the name" in user.trouble
    assert (user.refused, user.logins) == (None, 2)
