"""A payoff table as a game of nashpy."""

from __future__ import annotations

from typing import Any

from psrokit.api import InputError, NamedTable
from psrokit_plugins.tables.payoffs import complete_payoffs


def nashpy_game(named: NamedTable) -> Any:
    """A `nashpy.Game`. Raises InputError unless there are two seats, IntegrityError if a payoff is missing."""
    import nashpy  # noqa: PLC0415 # needed only here

    if len(named.table.seats) != 2:
        raise InputError(f"nashpy's games have two players, this table has {len(named.table.seats)} seats")
    return nashpy.Game(*complete_payoffs(named, "a game of nashpy"))
