"""The components that plugins offer: listed without importing them, built from what an experiment file says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from psrokit.catalog.listing import Entry, class_of, listed
from psrokit.component import tag_of
from psrokit.errors import InputError, PsrokitError, unknown
from psrokit.hooks import Hooks
from psrokit.plugins.loading import CHOICE, PluginFault, Plugins, load_plugins
from psrokit.plugins.loose import loose_file
from psrokit.reading.node import as_node

__all__ = ["Catalog", "Entry", "build", "load_catalog", "plugin_files"]


@dataclass(frozen=True)
class Catalog:
    """All components of the plugins that have loaded."""

    plugins: Plugins

    @property
    def hooks(self) -> Hooks:
        """The hooks of all plugins."""
        return self.plugins.hooks

    @property
    def warnings(self) -> tuple[PluginFault, ...]:
        """The plugins that are left out, with reasons."""
        return self.plugins.warnings + self._listing[1]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every component, by kind and name. Raises InputError if two have the same kind and name."""
        return self._listing[0]

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of a kind, sorted."""
        return tuple(entry.name for entry in self.entries if entry.kind == kind)

    def component(self, kind: str, name: str) -> type:
        """A component class, imported now.

        Raises InputError for an unknown name or a file that does not define what it is named for, EnvironmentFault if
        the module cannot be imported.
        """
        entry = next((entry for entry in self.entries if (entry.kind, entry.name) == (kind, name)), None)
        if entry is None:
            raise InputError(unknown(kind, name, self.names(kind)), remedy=self._where_it_may_be(kind, name))
        return class_of(entry, self.entries)

    def checked(self) -> tuple[Entry, ...]:
        """All entries after importing each, with what is wrong with those that fail."""
        return tuple(replace(entry, error=self._error(entry)) for entry in self.entries)

    def build(self, kind: str, node: object, *, place: str | None = None, folder: Path | None = None) -> Any:
        """A component from `"name"`, `{"use": name, option: value}` or a node of an experiment file.

        place: prefixes the places of errors in plain data. folder: what relative paths are relative to.
        Raises InputError for options that do not fit, EnvironmentFault for a missing package.
        """
        from psrokit.catalog.building import Builder, kind_named  # noqa: PLC0415 # pydantic: not needed for listing

        return Builder(self, folder).component(kind_named(kind), as_node(node, place))

    def opened(self, ref: str) -> Mapping[str, Any] | None:
        """The spec of the policy that a reference stands for; None if no plugin knows it."""
        return self.hooks.open(ref)

    def schema(self) -> dict[str, Any]:
        """The JSON schema (draft 2020-12) of an experiment file, with the options of every component."""
        from psrokit.catalog.schema import experiment_schema  # noqa: PLC0415 # pydantic: not needed for listing

        return experiment_schema(self)

    @cached_property
    def _listing(self) -> tuple[tuple[Entry, ...], tuple[PluginFault, ...]]:
        return listed(self.plugins)

    def _where_it_may_be(self, kind: str, name: str) -> str:
        others = [entry.kind for entry in self.entries if entry.name == name and entry.kind != kind]
        hints = [f"There is one of kind {other}." for other in others]
        if self.warnings:
            left_out = ", ".join(fault.plugin for fault in self.warnings)
            hints.append(f"Plugins that are left out: {left_out} (`psrokit plugins list` says why).")
        return " ".join([*hints, "Installed components: psrokit plugins list."])

    def _error(self, entry: Entry) -> str | None:
        try:
            self.component(entry.kind, entry.name)
        except PsrokitError as error:
            return str(error)
        return None


def load_catalog(plugin_files: Sequence[Path] = ()) -> Catalog:
    """The components of all installed plugins and of loose plugin files.

    Raises InputError or EnvironmentFault for a loose file; a broken installed plugin is a warning of the catalog.
    """
    return Catalog(load_plugins(plugin_files))


def build(kind: str, spec: str | Mapping[str, Any], plugin_files: Sequence[str] = ()) -> Any:
    """The component that a name or spec describes, in any process: of `spec(component)`, `plugin_files(component)`."""
    return _catalog_of(tuple(plugin_files), os.environ.get(CHOICE)).build(kind, spec)


def plugin_files(component: object) -> tuple[str, ...]:
    """The loose files that must be loaded to build this component, and those inside of it, in another process."""
    return tuple(sorted(set(_loose_files(component))))


@lru_cache(maxsize=16)
def _catalog_of(files: tuple[str, ...], choice: str | None) -> Catalog:  # noqa: ARG001 # the choice tells catalogs apart
    return load_catalog([Path(file) for file in files])


def _loose_files(value: object) -> Iterator[str]:
    if tag_of(value) and (file := loose_file(type(value).__module__)):
        yield file
    if is_dataclass(value) and not isinstance(value, type):
        inside: Iterable[object] = [getattr(value, field.name) for field in fields(value)]
    else:
        inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for item in inside:
        yield from _loose_files(item)
