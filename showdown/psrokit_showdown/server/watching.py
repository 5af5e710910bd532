"""Watching over one battle on a server: it is asked about when it falls silent, and given up when it stays so."""

from __future__ import annotations

from time import monotonic

from psrokit_showdown.server.room import Failure
from psrokit_showdown.server.table import Table
from psrokit_showdown.server.terms import Patience
from psrokit_showdown.server.user import User


async def watch(table: Table, user: User, patience: Patience) -> None:
    """Do what is due: join the room again, make the connection anew, or fail the room (see `Patience.battle`)."""
    third = patience.battle / 3
    if table.thinking or table.silence < third:
        return
    if table.silence > patience.battle:
        kind: Failure = "hang" if user.logged_in else "net"
        table.room.fail(kind, f"the battle did not go on for {table.silence:.0f} seconds")
    elif table.probes == 0:
        table.probes = 1
        await user.say(f"/join {table.room.tag}")
    elif table.probes == 1 and table.silence > 2 * third and monotonic() - user.heard > third:
        table.probes = 2
        await user.hang_up()
