"""The hooks as typed methods: what `pluggy` calls by name is called here with arguments that tools can check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pluggy

from psrokit.health import Check

if TYPE_CHECKING:
    import click

    from psrokit.estimate import Estimate
    from psrokit.psro import State


class Hooks:
    """Calls the hooks of all plugins that have loaded; see `hookspecs` for what each is for."""

    def __init__(self, manager: pluggy.PluginManager) -> None:
        self._manager = manager
        self._hook: Any = manager.hook

    def components(self, plugin: object) -> Iterable[object]:
        """The components of one plugin."""
        results: list[Iterable[object]] = self._alone(plugin, "psrokit_components")()
        return [item for result in results for item in result]

    def commands(self, cli: click.Group) -> Iterator[str]:
        """Let every plugin add commands; yields what those that fail did wrong."""
        for name, plugin in self._manager.list_name_plugin():
            try:
                self._alone(plugin, "psrokit_commands")(cli=cli)
            except Exception as error:  # noqa: BLE001 # whatever a plugin does wrong, the other commands are there
                yield f"the commands of plugin '{name}' are left out: {type(error).__name__}: {error}"

    def check(self, plan: Any) -> Iterator[str]:
        """All reasons why a plan cannot work here; a check that fails itself is one of them."""
        for name, plugin in self._manager.list_name_plugin():
            try:
                results: list[Iterable[str]] = self._alone(plugin, "psrokit_check")(plan=plan)
                yield from [reason for reasons in results for reason in reasons]
            except Exception as error:  # noqa: BLE001 # whatever a plugin's check does wrong, the others are heard
                yield f"the check of plugin '{name}' failed: {type(error).__name__}: {error}"

    def run_started(self, run: Any, plan: Any) -> None:
        """Tell that a run starts or resumes."""
        self._hook.psrokit_run_started(run=run, plan=plan)

    def iteration_finished(self, run: Any, state: State, metrics: Mapping[str, Estimate]) -> None:
        """Tell that a state and its metrics are durable."""
        self._hook.psrokit_iteration_finished(run=run, state=state, metrics=metrics)

    def run_finished(self, run: Any, error: BaseException | None) -> None:
        """Tell that a run has ended."""
        self._hook.psrokit_run_finished(run=run, error=error)

    def open(self, ref: str) -> Mapping[str, Any] | None:
        """The spec of the policy that a reference stands for; None if no plugin knows it."""
        spec: Mapping[str, Any] | None = self._hook.psrokit_open(ref=ref)
        return spec

    def doctor(self) -> Iterator[Check]:
        """What each plugin says about this machine; a check that fails itself is a finding."""
        for name, plugin in self._manager.list_name_plugin():
            try:
                results: list[Iterable[Check]] = self._alone(plugin, "psrokit_doctor")()
                yield from [check for checks in results for check in checks]
            except Exception as error:  # noqa: BLE001 # whatever a plugin's check does wrong, the others are heard
                yield Check(f"plugin {name}", "fail", f"its check failed: {type(error).__name__}: {error}")

    def _alone(self, plugin: object, hook: str) -> Any:
        others = [other for _, other in self._manager.list_name_plugin() if other is not plugin]
        return self._manager.subset_hook_caller(hook, remove_plugins=others)
