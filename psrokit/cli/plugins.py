"""`psrokit plugins list` and `info`: what is installed and what its options are."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from psrokit import hookspecs
from psrokit.catalog import Catalog, load_catalog
from psrokit.catalog.listing import Entry
from psrokit.catalog.options import described, options, summary
from psrokit.cli.output import console, print_json, printable, warn
from psrokit.errors import InputError, unknown
from psrokit.plan.config import read_experiment
from psrokit.plugins.loading import Plugin

_WHERE = "All: psrokit plugins list. What a file beside an experiment adds is found if that FILE is named, too."


def catalog_with(files: Sequence[Path]) -> Catalog:
    """The catalog of installed plugins, of plugin files, and of those that experiment files name."""
    loose = [file for file in files if file.suffix == ".py"]
    for file in files:
        if file.suffix != ".py":
            loose += read_experiment(file).experiment.plugins
    return load_catalog(loose)


def show_list(files: Sequence[Path], *, as_json: bool) -> None:
    """All plugins and components."""
    catalog = catalog_with(files)
    if as_json:
        print_json(
            {
                "plugins": [_plugin(plugin) for plugin in catalog.plugins.loaded],
                "components": [asdict(entry) for entry in catalog.checked()],
                "warnings": [asdict(fault) for fault in catalog.warnings],
            }
        )
        return
    table = Table("kind", "name", "from", "what it is")
    for entry in catalog.checked():
        about = f"cannot be used: {entry.error}" if entry.error else summary(catalog.component(entry.kind, entry.name))
        table.add_row(*(Text(printable(cell)) for cell in (entry.kind, entry.name, entry.origin, about)))
    console().print(table)
    for plugin in catalog.plugins.loaded:
        click.echo(printable(f"{plugin.name} ({plugin.origin}): {', '.join(_hooks(plugin)) or 'no hooks'}"))
    for fault in catalog.warnings:
        warn(str(fault))


def show_info(name: str, files: Sequence[Path], *, as_json: bool) -> None:
    """Everything about the components or the plugin called `name`. Raises InputError if there are none."""
    catalog = catalog_with(files)
    components = [_component(catalog, entry) for entry in catalog.entries if name in (entry.name, _full_name(entry))]
    plugins = [_plugin(plugin) for plugin in catalog.plugins.loaded if plugin.name == name]
    if not components and not plugins:
        known = [*(entry.name for entry in catalog.entries), *(plugin.name for plugin in catalog.plugins.loaded)]
        raise InputError(unknown("component or plugin", name, set(known)), remedy=_WHERE)
    if as_json:
        print_json({"components": components, "plugins": plugins})
        return
    for component in components:
        click.echo(printable("\n".join(_component_lines(component))))
    for plugin in plugins:
        click.echo(printable(f"plugin {plugin['name']} ({plugin['origin']}): {', '.join(plugin['hooks'])}"))


def _full_name(entry: Entry) -> str:
    return f"{entry.kind}/{entry.name}"


def _plugin(plugin: Plugin) -> dict[str, Any]:
    return {"name": plugin.name, "origin": plugin.origin, "hooks": _hooks(plugin)}


def _hooks(plugin: Plugin) -> list[str]:
    return [name for name in vars(hookspecs) if name.startswith("psrokit_") and hasattr(plugin.module, name)]


def _component(catalog: Catalog, entry: Entry) -> dict[str, Any]:
    cls = catalog.component(entry.kind, entry.name)
    chosen = [
        {
            "name": option.name,
            "type": described(option.annotation),
            "required": option.required,
            "default": option.default,
            "doc": option.doc,
        }
        for option in options(cls)
    ]
    return {**asdict(entry), "doc": inspect.getdoc(cls), "options": chosen}


def _component_lines(component: dict[str, Any]) -> Iterator[str]:
    origin = ", ".join(dict.fromkeys((component["origin"], component["file"])))
    yield f"{component['kind']} {component['name']} ({origin})"
    yield inspect.cleandoc(component["doc"] or "")
    for option in component["options"]:
        default = "required" if option["required"] else f"default {option['default']!r}"
        yield f"  {option['name']}: {option['type']}, {default}. {option['doc']}".rstrip()
