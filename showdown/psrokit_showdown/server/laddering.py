"""Going to a ladder: the server is found or started, everybody connects, and in the end nothing of it remains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from psrokit.api import Policy
from psrokit_showdown.server.address import ServerAddress, found_address, local_address
from psrokit_showdown.server.background import Background
from psrokit_showdown.server.ladder import LadderLanes
from psrokit_showdown.server.names import password, player_name
from psrokit_showdown.server.process import local_server
from psrokit_showdown.server.terms import Account, Terms
from psrokit_showdown.simulator.install import locate
from psrokit_showdown.teams import load_teams

_CONNECT_SECONDS, _LEAVE_SECONDS = 30.0, 60.0


@dataclass(frozen=True, slots=True)
class Trip:
    """Where to, as whom, with what and with whom.

    server: the name of one of this machine's servers, or a URL, which needs `permission` unless it is here; None for a
    server of its own. user: None for a new name. opponents: policies sent there too, see `LadderLanes`.
    """

    format_id: str
    teams: str
    server: str | None
    permission: str | None
    user: str | None
    opponents: Sequence[Policy]
    terms: Terms


@contextmanager
def open_ladder(trip: Trip) -> Iterator[LadderLanes]:
    """Lanes on a ladder. Raises InputError for what cannot be meant, SimulatorUnavailable if no server starts."""
    teams = load_teams(trip.teams, trip.format_id)
    with _server(trip) as server, Background() as background:
        lanes = LadderLanes(background, trip.format_id, teams, trip.terms)
        account = Account(server, trip.user or player_name(), password())
        try:
            background.run(lanes.enter(account, trip.opponents), _CONNECT_SECONDS)
            yield lanes
        finally:
            background.run(lanes.leave(), _LEAVE_SECONDS)


@contextmanager
def _server(trip: Trip) -> Iterator[ServerAddress]:
    if trip.server is not None:
        yield found_address(trip.server, trip.permission)
        return
    with local_server(locate()) as port:
        yield local_address(port)
