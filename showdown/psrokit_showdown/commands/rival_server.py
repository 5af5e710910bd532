"""What the programs that play with poke-env share: its way to a local server, and a team of a set for each battle."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from psrokit_showdown.server.address import local_address
from psrokit_showdown.server.package import NOWHERE


def server_configuration(port: int) -> Any:
    """poke-env's `ServerConfiguration` of the local server at a port."""
    from poke_env import ServerConfiguration  # noqa: PLC0415 # optional

    return ServerConfiguration(local_address(port).url, NOWHERE)


def drawn_team(path: Path) -> Any:
    """A `Teambuilder` of poke-env that draws a team for each battle. path: a file of packed teams, one a line."""
    from poke_env.teambuilder import Teambuilder  # noqa: PLC0415 # optional

    teams = path.read_text(encoding="ascii").splitlines()

    class DrawnTeam(Teambuilder):
        """A team of the set for each battle."""

        def yield_team(self) -> str:
            return random.choice(teams)  # noqa: S311 # which team plays in a benchmark

    return DrawnTeam()
