"""The hooks a plugin may implement (pluggy): what is called at named moments.

A hook implementation is a module-level function marked `@hookimpl`; it may take fewer arguments than its spec.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import click

    from psrokit.estimate import Estimate
    from psrokit.health import Check
    from psrokit.psro import State

PROJECT = "psrokit"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def psrokit_components() -> Iterable[object]:  # type: ignore[empty-body] # a hook spec has no body
    """Called when plugins load: component classes, modules that hold some, or packages to `discover`."""


@hookspec
def psrokit_commands(cli: click.Group) -> None:
    """Called once by the command line: add commands to `cli`."""


@hookspec
def psrokit_check(plan: Any) -> Iterable[str]:  # type: ignore[empty-body] # a hook spec has no body
    """Called before anything runs: reasons why this plan cannot work here. All plugins' reasons are shown together."""


@hookspec
def psrokit_run_started(run: Any, plan: Any) -> None:
    """Called when a run starts or resumes. Observe only."""


@hookspec
def psrokit_iteration_finished(run: Any, state: State, metrics: Mapping[str, Estimate]) -> None:
    """Called when a state and its metrics are durable. Observe only."""


@hookspec
def psrokit_run_finished(run: Any, error: BaseException | None) -> None:
    """Called when a run ends: `error` is None if it finished. Observe only."""


@hookspec(firstresult=True)
def psrokit_open(ref: str) -> Mapping[str, Any] | None:
    """Called to resolve a reference such as `run:gen1ou/7/trainer/response-3`: the spec of a policy, or None."""


@hookspec
def psrokit_doctor() -> Iterable[Check]:  # type: ignore[empty-body] # a hook spec has no body
    """Called by `psrokit doctor`: what this plugin needs of the machine, and whether it is there."""
