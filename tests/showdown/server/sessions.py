"""Battles of two policies on a real server, each a user of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from storm import FORMAT, wanted

from psrokit.api import Actor, Observation, Policy, build
from psrokit_showdown.server.address import local_address
from psrokit_showdown.server.finding import Accept, Challenge, Finder
from psrokit_showdown.server.names import player_name
from psrokit_showdown.server.played import Session
from psrokit_showdown.server.playing import play
from psrokit_showdown.server.terms import Patience

LONGEST_WAIT = 60.0
SHORT = Patience(15.0, 25.0, 2.0)


@dataclass(frozen=True)
class AtThird:
    """A policy that does something at its third decision, and chooses what that gives, if anything."""

    what: Callable[[], Any]

    def start(self, seat: int, rng: np.random.Generator) -> Actor:
        return AtThirdActor(self.what)


class AtThirdActor:
    def __init__(self, what: Callable[[], Any]) -> None:
        self.what, self.decisions = what, 0

    def act(self, observation: Observation) -> Any:
        self.decisions += 1
        chosen = self.what() if self.decisions == 3 else None
        return observation.legal[-1] if chosen is None else chosen


def session(
    port: int, policy: Policy, finder: Finder, name: str, patience: Patience = SHORT, *, timer: bool = False
) -> Awaitable[Session]:
    order = replace(wanted(policy, 1, 1, 7, patience), timer=timer)
    return play(local_address(port), name, None, finder, order)


def both(
    port: int, policy: Policy, patience: Patience = SHORT, theirs: Patience | None = None, *, timer: bool = False
) -> tuple[Session, Session]:
    """`policy` challenges, max_power accepts. timer: whether the challenger starts the server's."""

    async def run() -> tuple[Session, Session]:
        first, second = player_name(), player_name()
        return await asyncio.gather(
            session(port, policy, Challenge(FORMAT, second), first, patience, timer=timer),
            session(port, build("policy", {"use": "max_power"}), Accept(FORMAT, first), second, theirs or patience),
        )

    return asyncio.run(run())
