"""Pokemon Showdown for psrokit: the simulator, what a player sees, and players. Folder = kind, file = name in YAML."""

from __future__ import annotations

from collections.abc import Iterable

import click

from psrokit.api import Check, discover, hookimpl


@hookimpl
def psrokit_components() -> Iterable[object]:
    """Every component of this package; the scripted players are policies."""
    return [discover(__name__, baselines="policy")]


@hookimpl
def psrokit_commands(cli: click.Group) -> None:
    """`psrokit showdown ...` and `psrokit bench battles`."""
    from psrokit_showdown.commands import add_to  # noqa: PLC0415 # only the command line needs it

    add_to(cli)


@hookimpl
def psrokit_doctor() -> Iterable[Check]:
    """Node and the simulator."""
    from psrokit_showdown.commands.installing import health  # noqa: PLC0415 # only the doctor needs it

    return health()
