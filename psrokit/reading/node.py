"""Values together with the place where somebody wrote them: what is read from a file before anything is built."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from psrokit.errors import InputError

Scalar: TypeAlias = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands.

    value: a scalar, a tuple of nodes, or a mapping of names to nodes. place: e.g. "kuhn.yaml:4:9", None if nobody
    wrote it. keys: where each key of a mapping stands.
    """

    value: Scalar | tuple[Node, ...] | Mapping[str, Node]
    place: str | None = None
    keys: Mapping[str, str | None] = field(default_factory=dict)

    def plain(self) -> Any:
        """The value without places: JSON data."""
        if isinstance(self.value, tuple):
            return [item.plain() for item in self.value]
        if isinstance(self.value, Mapping):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value

    def key_place(self, key: str) -> str | None:
        """Where a key of this mapping stands; the mapping's own place if it is not written."""
        return self.keys.get(key, self.place)

    def with_item(self, key: str, item: Node, key_place: str | None) -> Node:
        """This mapping with one more item, or another one under the same key."""
        assert isinstance(self.value, Mapping)
        return Node({**self.value, key: item}, self.place, {**self.keys, key: key_place})

    def shown(self) -> str:
        """The value in words, for messages."""
        if isinstance(self.value, tuple):
            return f"a list of {len(self.value)}"
        if isinstance(self.value, Mapping):
            return "a mapping"
        if isinstance(self.value, str):
            text = self.value if len(self.value) <= 40 else self.value[:37] + "..."
            return f"the text {text!r}"
        words = {None: "nothing (null)", True: "true", False: "false"}
        return words[self.value] if self.value is None or isinstance(self.value, bool) else f"{self.value}"

    def not_finite(self) -> Iterator[Node]:
        """The nodes inside this one that are numbers but neither finite nor usable: nan and the infinities."""
        if isinstance(self.value, float) and not math.isfinite(self.value):
            yield self
        elif isinstance(self.value, tuple):
            for item in self.value:
                yield from item.not_finite()
        elif isinstance(self.value, Mapping):
            for item in self.value.values():
                yield from item.not_finite()


def as_node(data: object, place: str | None = None) -> Node:
    """Plain data as a node; a node stays what it is. Places are `place` followed by the way to the value.

    Raises InputError for anything that is not JSON data.
    """
    if isinstance(data, Node):
        return data
    if data is None or isinstance(data, bool | int | float | str):
        return Node(data, place)
    if isinstance(data, Mapping):
        items = {str(key): as_node(item, _below(place, f".{key}")) for key, item in data.items()}
        return Node(items, place, {key: item.place for key, item in items.items()})
    if isinstance(data, Sequence) and not isinstance(data, bytes | bytearray):
        return Node(tuple(as_node(item, _below(place, f"[{index}]")) for index, item in enumerate(data)), place)
    raise InputError(f"a value of type {type(data).__name__} is not JSON data: {data!r}", place=place)


def _below(place: str | None, step: str) -> str:
    return f"{place}{step}" if place else step.lstrip(".")
