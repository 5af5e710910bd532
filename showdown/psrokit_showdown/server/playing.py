"""A session: a policy plays so many battles on a server. Every battle is accounted for and every wait has an end."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit.api import Policy
from psrokit_showdown.server.address import ServerAddress
from psrokit_showdown.server.contender import PolicyContender, Teams
from psrokit_showdown.server.finding import Finder
from psrokit_showdown.server.played import Session
from psrokit_showdown.server.terms import Account, Patience, Terms
from psrokit_showdown.server.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a session plays; see `Terms` for what is not explained here.

    seed decides the policy's randomness (the server's chance is its own).
    """

    policy: Policy
    team: Teams
    battles: int
    at_once: int
    seed: int
    timer: bool = False
    patience: Patience = Patience()  # noqa: RUF009 # it is frozen


async def play(server: ServerAddress, name: str, password: str | None, finder: Finder, wanted: Wanted) -> Session:
    """Play until every battle wanted has a result or a failure.

    Raises InputError if the server does not give us the name, EnvironmentFault if it is never reached at all.
    """
    contender = PolicyContender(wanted.policy, wanted.team, wanted.seed)
    terms = Terms(wanted.at_once, wanted.timer, wanted.patience)
    visitor = Visitor(Account(server, name, password), finder, contender, terms)
    try:
        async with visitor:
            visitor.want(wanted.battles)
            while visitor.missing:
                await visitor.tick()
    finally:
        contender.close()
    return Session(name, tuple(contender.played), visitor.reconnections)
