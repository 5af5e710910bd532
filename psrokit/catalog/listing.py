"""What plugins offer, entry by entry, and the class behind an entry once somebody names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from psrokit.component import KINDS, tag_of
from psrokit.errors import EnvironmentFault, InputError, PsrokitError, unknown
from psrokit.plugins.discovery import Discovery, Found, discover
from psrokit.plugins.loading import CHOICE, Plugin, PluginFault, Plugins
from psrokit.plugins.loose import loose_file
from psrokit.plugins.packages import missing_package


@dataclass(frozen=True, slots=True)
class Entry:
    """A component that can be named in an experiment.

    module, file: where it is defined. origin: the distribution, or the loose file, that brings it. error: why it
    cannot be used; None if it can, or if nobody has tried (see `Catalog.checked`).
    """

    kind: str
    name: str
    module: str
    file: str
    origin: str
    error: str | None = None


def listed(plugins: Plugins) -> tuple[tuple[Entry, ...], tuple[PluginFault, ...]]:
    """The components of all plugins, by kind and name, and the installed plugins that could not say what they offer.

    Raises InputError if two components have the same kind and name, or for a loose file.
    """
    found: dict[tuple[str, str], Entry] = {}
    faults: list[PluginFault] = []
    for plugin in plugins.loaded:
        try:
            entries = list(_entries(plugin, plugins))
        except (Exception, SystemExit) as error:
            if _is_loose(plugin):
                raise InputError(f"its components cannot be listed: {error}", place=plugin.origin) from error
            faults.append(_unlisted(plugin, error))
            continue
        for entry in entries:
            _refuse_second(found.setdefault((entry.kind, entry.name), entry), entry)
    return tuple(found[key] for key in sorted(found)), tuple(faults)


def class_of(entry: Entry, entries: Iterable[Entry]) -> type:
    """The class an entry stands for, imported now. entries: all there are.

    Raises InputError if the file does not define what it is named for, or something nobody could name besides;
    EnvironmentFault if it cannot be imported.
    """
    module = _imported(entry)
    known = {(other.kind, other.name) for other in entries if other.module == entry.module}
    classes = {(tag.kind.name, tag.name): cls for cls in _tagged(module) if (tag := tag_of(cls))}
    strangers = [f"{kind} '{name}'" for kind, name in classes if (kind, name) not in known]
    if (entry.kind, entry.name) not in classes or strangers:
        raise InputError(
            f"this file should define {entry.kind} '{entry.name}' and defines {', '.join(strangers) or 'none'}",
            place=entry.file,
            remedy="Name the file like its one component and put it into the folder of its kind.",
        )
    return classes[entry.kind, entry.name]


def _entries(plugin: Plugin, plugins: Plugins) -> Iterator[Entry]:
    """What the plugin's hook returns, and what a loose file defines."""
    own = [plugin.module] if _is_loose(plugin) else []
    for item in [*plugins.hooks.components(plugin.module), *own]:
        yield from _entries_of(item, plugin.origin)


def _is_loose(plugin: Plugin) -> bool:
    return isinstance(plugin.module, ModuleType) and loose_file(plugin.module.__name__) is not None


def _entries_of(item: object, origin: str) -> Iterator[Entry]:
    if isinstance(item, Discovery):
        yield from (_file_entry(found, origin) for found in item.found(KINDS))
    elif isinstance(item, ModuleType):
        yield from (_class_entry(cls, origin) for cls in _tagged(item))
        if hasattr(item, "__path__"):
            yield from _entries_of(discover(item), origin)
    elif isinstance(item, type) and tag_of(item):
        yield _class_entry(item, origin)
    elif isinstance(item, Iterable) and not isinstance(item, str | bytes):
        for part in item:
            yield from _entries_of(part, origin)
    else:
        raise InputError(f"psrokit_components returned {item!r}, which is no component, module or discover(...)")


def _file_entry(found: Found, origin: str) -> Entry:
    if found.kind not in KINDS:
        raise InputError(unknown("kind of component", found.kind, KINDS))
    return Entry(found.kind, found.name, found.module, found.file, origin)


def _class_entry(cls: type, origin: str) -> Entry:
    tag = tag_of(cls)
    assert tag is not None
    file = import_module(cls.__module__).__file__
    return Entry(tag.kind.name, tag.name, cls.__module__, file or cls.__module__, origin)


def _tagged(module: ModuleType) -> list[type]:
    """The component classes that a module (or, for a package, a module in it) defines."""
    found: dict[tuple[str, str], type] = {}
    for cls in vars(module).values():
        tag = tag_of(cls) if isinstance(cls, type) else None
        if tag is None or not f"{cls.__module__}.".startswith(f"{module.__name__}."):
            continue
        if found.setdefault((tag.kind.name, tag.name), cls) is not cls:
            raise InputError(f"this file defines {tag.kind.name} '{tag.name}' twice", place=module.__file__)
    return list(found.values())


def _imported(entry: Entry) -> ModuleType:
    who = f"{entry.kind} '{entry.name}'"
    try:
        return import_module(entry.module)
    except PsrokitError:
        raise
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == entry.module.partition(".")[0]:
            raise _not_importable(who, entry, error) from error
        raise missing_package(who, error, distribution=entry.origin.partition(" ")[0]) from error
    except (Exception, SystemExit) as error:
        raise _not_importable(who, entry, error) from error


def _not_importable(who: str, entry: Entry, error: BaseException) -> EnvironmentFault:
    return EnvironmentFault(
        f"{who} ({entry.file}) cannot be imported: {type(error).__name__}: {error}",
        remedy=f"Correct or update {entry.origin}.",
    )


def _refuse_second(first: Entry, second: Entry) -> None:
    if (first.module, first.file) != (second.module, second.file):
        raise InputError(
            f"two files define {first.kind} '{first.name}': {first.file} ({first.origin}) "
            f"and {second.file} ({second.origin})",
            remedy=f"Rename one of them, remove its plugin, or name the plugins to load in {CHOICE}.",
        )


def _unlisted(plugin: Plugin, error: BaseException) -> PluginFault:
    remedy = f"Update or remove {plugin.origin}, or name the other plugins in {CHOICE}."
    return PluginFault(plugin.name, plugin.origin, f"its components cannot be listed: {error}", remedy)
