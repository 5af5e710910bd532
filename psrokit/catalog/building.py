"""From nodes to components: options checked against the dataclass, every error at its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from types import NoneType
from typing import Any, Protocol

from psrokit.catalog.leaves import checked_leaf, listing_remedy
from psrokit.catalog.options import (
    Option,
    bare,
    described,
    is_structured,
    kind_of,
    list_items,
    mapping_item,
    options,
    union_members,
)
from psrokit.component import KINDS, Kind, tag_of
from psrokit.errors import InputError, PsrokitError, unknown
from psrokit.plugins.packages import missing_package
from psrokit.reading.node import Node, as_node


class InputErrors(InputError):
    """Several things are wrong at once, each with its own place."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


class Components(Protocol):
    """Where components come from."""

    def names(self, kind: str) -> Sequence[str]:
        """The names of a kind."""

    def component(self, kind: str, name: str) -> type:
        """A component class. Raises InputError for an unknown name, EnvironmentFault if it needs what is not here."""

    def opened(self, ref: str) -> Mapping[str, Any] | None:
        """The spec of a policy that a reference such as `run:kuhn/3/player-0/response-2` stands for."""


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds components and option groups from nodes. `folder`: what relative paths in the nodes are relative to."""

    components: Components
    folder: Path | None = None

    def component(self, kind: Kind, node: Node) -> Any:
        """The component of this kind that a node describes: `name`, or `{use: name, option: value, ...}`."""
        name = self._named(kind, node)
        if kind.name == "policy" and ":" in str(name.value):
            return self._opened(kind, node, name)
        try:
            cls = self.components.component(kind.name, str(name.value))
        except PsrokitError as error:
            error.place = error.place or name.place
            raise
        chosen = {key: item for key, item in _items(node).items() if key != "use"}
        return self.options(cls, Node(chosen, node.place, node.keys), f"{kind.name} '{name.value}'")

    def options(self, cls: type, node: Node, owner: str) -> Any:
        """An instance of a dataclass from a mapping of options. `owner` names it in messages."""
        known = {option.name: option for option in options(cls)}
        strange = [key for key in _items(node) if key not in known]
        problems: list[InputError] = [_unknown(owner, key, known, node) for key in strange]
        values: dict[str, Any] = {}
        for option in known.values():
            try:
                values |= self._option(option, node, owner, strange)
            except InputErrors as error:
                problems += error.errors
            except InputError as error:
                problems.append(error)
        if problems:
            raise problems[0] if len(problems) == 1 else InputErrors(sorted(problems, key=_position))
        with attributed(owner, node):
            return cls(**values)

    def _option(self, option: Option, node: Node, owner: str, strange: Sequence[str]) -> dict[str, Any]:
        """The option's value by its name; nothing if its default applies, or if a strange key is its misspelling."""
        item = _items(node).get(option.name)
        if item is None and option.required and not get_close_matches(option.name, strange, n=1):
            raise InputError(
                f"{owner} needs the option '{option.name}'",
                place=node.place,
                remedy=f"{option.name}: {described(option.annotation)}.",
            )
        return {} if item is None else {option.name: self.value(option.annotation, item, f"'{option.name}' of {owner}")}

    def value(self, annotation: Any, node: Node, owner: str) -> Any:
        """The value of an option of this type."""
        if not is_structured(annotation):
            return checked_leaf(annotation, node, owner, self.folder)
        annotation = bare(annotation)
        if kind := kind_of(annotation):
            return self._fitting(annotation, self.component(kind, node), node, owner)
        if members := union_members(annotation):
            return self.value(_fitting_member(members, node, owner), node, owner)
        if is_dataclass(annotation) and isinstance(annotation, type):
            _expect(isinstance(node.value, Mapping), annotation, node, owner)
            return self.options(annotation, node, owner)
        return self._collection(annotation, node, owner)

    def _collection(self, annotation: Any, node: Node, owner: str) -> Any:
        if (item_type := mapping_item(annotation)) is not None:
            _expect(isinstance(node.value, Mapping), annotation, node, owner)
            return {key: self.value(item_type, item, f"'{key}' in {owner}") for key, item in _items(node).items()}
        entries = node.value if isinstance(node.value, tuple) else ()
        types = list_items(annotation, len(entries))
        if types is None:
            raise InputError(f"{owner} has a type that no file can express: {annotation}", place=node.place)
        _expect(isinstance(node.value, tuple) and len(types) == len(entries), annotation, node, owner)
        return tuple(
            self.value(entry_type, entry, f"entry {index} of {owner}")
            for index, (entry_type, entry) in enumerate(zip(types, entries, strict=True))
        )

    def _named(self, kind: Kind, node: Node) -> Node:
        """The node that names the component."""
        name = node.value.get("use") if isinstance(node.value, Mapping) else node
        choices = f"Write use: and one of {', '.join(self.components.names(kind.name)) or 'none that is installed'}."
        if name is None:
            raise InputError(f"this mapping does not say which {kind.name} to use", place=node.place, remedy=choices)
        if not isinstance(name.value, str):
            raise InputError(f"here must be {described(kind.protocol)}, not {name.shown()}", place=name.place)
        return name

    def _opened(self, kind: Kind, node: Node, name: Node) -> Any:
        """The policy behind a reference. It brings its own options."""
        if len(_items(node)) > 1:
            raise InputError("a policy that is referred to has its options already", place=node.place)
        try:
            found = self.components.opened(str(name.value))
        except InputError as error:
            raise InputError(error.message, place=name.place, remedy=error.remedy) from error
        if found is None:
            raise InputError(
                f"no plugin knows what '{name.value}' refers to",
                place=name.place,
                remedy="`psrokit plugins list` shows what is installed.",
            )
        return Builder(self.components).component(kind, as_node(found, name.place))

    def _fitting(self, annotation: Any, component: Any, node: Node, owner: str) -> Any:
        """The component, if the option does not ask for one particular class and get another."""
        tag = tag_of(annotation)
        if tag and not isinstance(component, annotation):
            raise InputError(f"{owner} must be {tag.kind.name} '{tag.name}'", place=node.place)
        return component


@contextmanager
def attributed(owner: str, node: Node) -> Iterator[None]:
    """Give errors of a component's own code their place: the option they name as their place, else the component."""
    try:
        yield
    except PsrokitError as error:
        option = _items(node).get(error.place or "")
        error.place = option.place if option else ": ".join(filter(None, (node.place, error.place))) or None
        raise
    except ModuleNotFoundError as error:
        raise missing_package(owner, error, place=node.place) from error
    except (Exception, SystemExit) as error:
        raise InputError(f"{owner} refuses its options: {_in_words(error)}", place=node.place) from error


def kind_named(name: str) -> Kind:
    """The kind of this name. Raises InputError."""
    if name not in KINDS:
        raise InputError(unknown("kind of component", name, KINDS))
    return KINDS[name]


def _items(node: Node) -> Mapping[str, Node]:
    return node.value if isinstance(node.value, Mapping) else {}


def _unknown(owner: str, key: str, known: Mapping[str, Option], node: Node) -> InputError:
    return InputError(unknown(f"option of {owner}:", key, known), place=node.key_place(key))


def _fitting_member(members: Sequence[Any], node: Node, owner: str) -> Any:
    """The alternative of a union that has the shape of a node."""
    for member in members:
        if _fits(bare(member), node):
            return member
    choices = " or ".join(described(member) for member in members)
    raise InputError(f"{owner} must be {choices}, not {node.shown()}", place=node.place, remedy=_listed(members, node))


def _fits(annotation: Any, node: Node) -> bool:
    if annotation is NoneType:
        return node.value is None
    if kind_of(annotation):
        return isinstance(node.value, str | Mapping)
    if is_dataclass(annotation) or mapping_item(annotation) is not None:
        return isinstance(node.value, Mapping)
    if list_items(annotation, 1) is not None:
        return isinstance(node.value, tuple)
    return not isinstance(node.value, tuple | Mapping) and node.value is not None


def _expect(fulfilled: bool, annotation: Any, node: Node, owner: str) -> None:
    if not fulfilled:
        wrong = f"{owner} must be {described(annotation)}, not {node.shown()}"
        raise InputError(wrong, place=node.place, remedy=_listed([annotation], node))


def _listed(annotations: Sequence[Any], node: Node) -> str | None:
    return listing_remedy(node) if any(list_items(bare(each), 1) for each in annotations) else None


def _position(error: InputError) -> tuple[int, ...]:
    """Where in the file an error is, for sorting."""
    return tuple(int(number) for number in re.findall(r":(\d+)", error.place or ""))


def _in_words(error: BaseException) -> str:
    return str(error) if isinstance(error, ValueError) and str(error) else f"{type(error).__name__}: {error}"
