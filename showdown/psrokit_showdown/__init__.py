"""Pokemon Showdown for psrokit: the simulator, what a player sees, and players. Folder = kind, file = name in YAML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
def psrokit_check(plan: Any) -> Iterable[str]:
    """Whether those who play Pokemon have a game of it."""
    experiment = plan.experiment
    policies = [member.policy for members in plan.population.members.values() for member in members]
    ours = [part for part in (experiment.oracle, *policies) if type(part).__module__.startswith(f"{__name__}.")]
    if not ours:
        return []
    from psrokit_showdown.fitting import reasons  # noqa: PLC0415 # other games wait for nothing of this package

    return reasons(experiment.game, ours)


@hookimpl
def psrokit_doctor() -> Iterable[Check]:
    """Node and the simulator."""
    from psrokit_showdown.commands.installing import health  # noqa: PLC0415 # only the doctor needs it

    return health()
