"""psrokit's own plugins that belong to no domain. Folder = kind, file = the name used in YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from psrokit.api import discover, hookimpl


@hookimpl
def psrokit_components() -> Iterable[object]:
    """Every component of this package."""
    return [discover(__name__)]


@hookimpl
def psrokit_commands(cli: click.Group) -> None:
    """What `psrokit bench` compares with its peers."""
    from psrokit_plugins.benchmarks.commands import add_to  # noqa: PLC0415 # only the command line needs it

    add_to(cli)


@hookimpl
def psrokit_open(ref: str) -> Mapping[str, Any] | None:
    """A member of a run's population, as `run:RUN/MEMBER`."""
    from psrokit_plugins.references import spec_behind  # noqa: PLC0415 # only where a reference is read

    return spec_behind(ref)


@hookimpl
def psrokit_check(plan: Any) -> Iterable[str]:
    """Whether the parts that need an exactly solvable game have one."""
    from psrokit_plugins.exact.check import reasons  # noqa: PLC0415 # listing plugins must not load NumPy

    experiment = plan.experiment
    return reasons(experiment.game, [experiment.oracle, experiment.evaluator, *experiment.metrics])
