"""Who somebody is on a server, and how battles are played there: how many, and what is waited for and how long."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit_showdown.server.address import ServerAddress


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait: for a battle to go on, for an opponent, for an answer of who chooses.

    battle: also how long it may be cut off from the server. After a third of it the room is joined again, and after
    two thirds the connection is made anew if it is silent altogether.
    """

    battle: float = 45.0
    opponent: float = 45.0
    policy: float = 30.0


@dataclass(frozen=True, slots=True)
class Terms:
    """How battles are played: at most `at_once` at a time; timer: whether to start the server's in every battle."""

    at_once: int = 1
    timer: bool = False
    patience: Patience = Patience()


@dataclass(frozen=True, slots=True)
class Account:
    """Who somebody is on a server. password: of a registered name, else None."""

    server: ServerAddress
    name: str
    password: str | None = None
