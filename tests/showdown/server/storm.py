"""Two users play each other through a proxy that drops connections: `python storm.py BATTLES AT_ONCE DROPS`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from time import monotonic
from typing import Any

from faulty_proxy import FaultyProxy

from psrokit.api import Policy, build, seed
from psrokit_showdown.server.address import local_address
from psrokit_showdown.server.finding import Ladder
from psrokit_showdown.server.names import player_name
from psrokit_showdown.server.played import Session
from psrokit_showdown.server.playing import Wanted, play
from psrokit_showdown.server.process import local_server
from psrokit_showdown.server.terms import Patience
from psrokit_showdown.simulator.install import locate
from psrokit_showdown.teams import load_teams

FORMAT = "gen1ou"
PORTION = 250
"""Battles that one pair of users plays before the next pair comes."""
TEAMS = [named.team.packed for named in load_teams("builtin", FORMAT)]


def team(number: int) -> str:
    return TEAMS[seed("storm", number) % len(TEAMS)]


def wanted(policy: Policy, battles: int, at_once: int, number: int, patience: Patience) -> Wanted:
    return Wanted(policy, team, battles, at_once, number, patience=patience)


async def pair(port: int, battles: int, at_once: int, patience: Patience | None = None) -> list[Session]:
    """One session each of two users on the ladder."""
    policy = build("policy", {"use": "max_power"})
    orders = [wanted(policy, battles, at_once, number, patience or Patience()) for number in range(2)]
    sessions = [play(local_address(port), player_name(), None, Ladder(FORMAT), order) for order in orders]
    return list(await asyncio.gather(*sessions))


def storm(server: int, battles: int, at_once: int, drops: float) -> Iterator[tuple[list[Session], dict[str, Any]]]:
    """Portion by portion: the two sessions, and what the proxy did meanwhile."""
    for begun in range(0, battles, PORTION):
        yield asyncio.run(_portion(server, min(PORTION, battles - begun), at_once, drops, begun))


async def _portion(server: int, battles: int, at_once: int, drops: float, number: int) -> Any:
    proxy, started = FaultyProxy(server, drops, number), monotonic()
    async with proxy.running() as port:
        sessions = await pair(port, battles, at_once)
    told = {"connections": proxy.connections, "refused": proxy.refused, "rooms": proxy.battles, "cut": proxy.cut}
    return sessions, {**told, "seconds": monotonic() - started}


if __name__ == "__main__":
    with local_server(locate()) as port_:
        for sessions_, told_ in storm(port_, int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])):
            summaries = [session.summary() for session in sessions_]
            sys.stdout.write(json.dumps({"proxy": told_, "sessions": summaries}) + "\n")
            sys.stdout.flush()
