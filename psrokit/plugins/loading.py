"""Loading plugins: installed ones by entry point, loose files by name. One that is broken does not break the rest."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import Any

import pluggy

from psrokit import hookspecs
from psrokit.errors import InputError, unknown
from psrokit.hooks import Hooks
from psrokit.plugins.loose import load_loose
from psrokit.plugins.packages import how_to_install

GROUP = "psrokit"
CHOICE = "PSROKIT_PLUGINS"


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin that has loaded. origin: its distribution and version, or its file."""

    name: str
    origin: str
    module: Any


@dataclass(frozen=True, slots=True)
class PluginFault:
    """Why an installed plugin is left out, and what to do about it."""

    plugin: str
    origin: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"plugin '{self.plugin}' of {self.origin} is left out: {self.reason}\n  {self.remedy}"


@dataclass(frozen=True, slots=True)
class Plugins:
    """What has loaded, what has not, and the hooks of what has."""

    loaded: tuple[Plugin, ...]
    warnings: tuple[PluginFault, ...]
    hooks: Hooks


def load_plugins(files: Sequence[Path] = ()) -> Plugins:
    """Import the plugins of group `psrokit` (those named in PSROKIT_PLUGINS if it is set) and run loose files.

    Raises InputError or EnvironmentFault for a loose file that cannot be used; installed plugins become warnings.
    """
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    loaded: list[Plugin] = []
    warnings: list[PluginFault] = []
    for point in _chosen(warnings):
        origin = origin_of(point)
        try:
            module = point.load()
            _register(manager, module, f"{point.name} of {origin}")
            loaded.append(Plugin(point.name, origin, module))
        except (Exception, SystemExit) as error:  # noqa: BLE001 # whatever it does at import, the others still load
            warnings.append(_fault(point, error))
    loaded += [_loose(manager, file) for file in dict.fromkeys(Path(file).absolute() for file in files)]
    return Plugins(tuple(loaded), tuple(warnings), Hooks(manager))


def origin_of(point: EntryPoint) -> str:
    """The distribution and version that an entry point comes from."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown distribution"


def installed() -> tuple[EntryPoint, ...]:
    """The entry points of all installed plugins, in a fixed order, whether or not they work."""
    return tuple(sorted(entry_points(group=GROUP), key=lambda point: (point.name, origin_of(point))))


def _chosen(warnings: list[PluginFault]) -> Sequence[EntryPoint]:
    points = installed()
    if CHOICE not in os.environ:
        return points
    names = [name.strip() for name in os.environ[CHOICE].split(",") if name.strip()]
    known = {point.name for point in points}
    for name in names:
        if name not in known:
            remedy = f"Correct {CHOICE}, or unset it to load all."
            warnings.append(PluginFault(name, CHOICE, unknown("plugin", name, known), remedy))
    return [point for point in points if point.name in names]


def _register(manager: pluggy.PluginManager, module: ModuleType, name: str) -> None:
    """Register a plugin whole or not at all, and once."""
    if manager.is_registered(module):
        return
    try:
        manager.register(module, name)
        manager.check_pending()
    except Exception:
        if manager.has_plugin(name):
            manager.unregister(name=name)
        raise


def _loose(manager: pluggy.PluginManager, file: Path) -> Plugin:
    module = load_loose(file)
    try:
        _register(manager, module, str(file))
    except (pluggy.PluginValidationError, ValueError) as error:
        raise InputError(_in_words(error), place=str(file)) from error
    return Plugin(file.name, str(file), module)


def _fault(point: EntryPoint, error: BaseException) -> PluginFault:
    distribution = point.dist.name if point.dist else point.value
    if (
        isinstance(error, ModuleNotFoundError)
        and (error.name or "").partition(".")[0] != point.module.partition(".")[0]
    ):
        remedy = how_to_install((error.name or "").partition(".")[0], distribution)
    else:
        remedy = f"Update it (pip install -U {distribution}), remove it, or name the others in {CHOICE}."
    return PluginFault(point.name, origin_of(point), _in_words(error), remedy)


def _in_words(error: BaseException) -> str:
    """The error in a sentence; a misspelt hook is compared with the hooks there are."""
    if not isinstance(error, pluggy.PluginValidationError):
        frames = [frame for frame in extract_tb(error.__traceback__) if "importlib" not in frame.filename]
        where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
        return f"{type(error).__name__}: {error}{where}"
    text = " ".join(str(error).split())
    if "unknown hook" in text:
        known = [name for name in vars(hookspecs) if name.startswith("psrokit_")]
        return unknown("hook", text.split("'")[1], known)
    return f"a hook does not fit: {text}"
