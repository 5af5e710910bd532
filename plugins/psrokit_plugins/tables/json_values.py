"""JSON whose values know their path, so that an error names it: `file:$.matchups[3].policy1_wins`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from psrokit.api import Floats, InputError, unknown
from psrokit_plugins.tables.payoffs import LARGEST
from psrokit_plugins.tables.text import read_text

_WORDS: Mapping[type, str] = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}
_CUT_OFF = "The file ends inside: it was cut off, or is still being written. Let it be written again."
_WRITTEN = "Give the file as a program wrote it: JSON has no comments, no single quotes, no comma before a bracket."


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value and where it stands. Whatever is not as asked for is an InputError with the place and what was found."""

    value: Any
    place: str

    def key(self, name: str) -> JsonValue:
        """The value of a key that must be there."""
        found = self.get(name)
        if found is None:
            raise InputError(unknown("key", name, self._object()).replace("unknown", "missing", 1), place=self.place)
        return found

    def get(self, name: str) -> JsonValue | None:
        """The value of a key, None if it is not there."""
        content = self._object()
        return JsonValue(content[name], f"{self.place}.{name}") if name in content else None

    def items(self) -> Iterator[tuple[str, JsonValue]]:
        """The keys and values of an object."""
        return ((name, JsonValue(item, f"{self.place}.{name}")) for name, item in self._object().items())

    def entries(self) -> list[JsonValue]:
        """The entries of a list."""
        return [JsonValue(item, f"{self.place}[{index}]") for index, item in enumerate(self._typed(list))]

    def text(self) -> str:
        """A text."""
        return str(self._typed(str))

    def names(self) -> tuple[str, ...]:
        """A list of texts, all different."""
        names = tuple(entry.text() for entry in self.entries())
        if len(set(names)) < len(names):
            raise InputError("the policies must be a list of different names", place=self.place)
        return names

    def place_among(self, names: Sequence[str]) -> int:
        """Which of these policies the text is."""
        name = self.text()
        if name not in names:
            raise InputError(unknown("policy", name, names), place=self.place)
        return names.index(name)

    def whole(self) -> int:
        """A whole number from 0 to 10^9: more games of one pair are a mistake."""
        value = self.value
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not 0 <= value <= 1e9
            or value != int(value)
        ):
            raise self.wrong("a whole number from 0 to 10^9")
        return int(value)

    def array(self, depth: int) -> Floats:
        """Numbers nested `depth` lists deep, all lists of one level equally long; null is NaN."""
        shape = self._shape(depth)
        flat = [value._number() for value in self._leaves(depth)]  # noqa: SLF001 # its own kind
        return np.array(flat, dtype=float).reshape(shape)

    def wrong(self, expected: str) -> InputError:
        """The error that says what should stand here."""
        found = _WORDS.get(type(self.value), "something else")
        shown = f" ({self.value!r:.40})" if isinstance(self.value, str | int | float) else ""
        return InputError(f"{expected} is expected here, not {found}{shown}", place=self.place)

    def _object(self) -> Mapping[str, Any]:
        return dict(self._typed(dict))

    def _typed(self, kind: type) -> Any:
        if not isinstance(self.value, kind):
            raise self.wrong(_WORDS[kind])
        return self.value

    def _shape(self, depth: int) -> tuple[int, ...]:
        if not depth:
            return ()
        entries = self.entries()
        shapes = [entry._shape(depth - 1) for entry in entries]  # noqa: SLF001 # its own kind
        for entry, shape in zip(entries, shapes, strict=True):
            if shape != shapes[0]:
                raise InputError(f"this list has the shape {shape}, its neighbours {shapes[0]}", place=entry.place)
        return (len(entries), *(shapes[0] if shapes else (0,) * (depth - 1)))

    def _leaves(self, depth: int) -> Iterator[JsonValue]:
        if not depth:
            yield self
        else:
            for entry in self.entries():
                yield from entry._leaves(depth - 1)  # noqa: SLF001 # its own kind

    def _number(self) -> float:
        value = self.value
        if value is None:
            return float("nan")
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:
            raise self.wrong(f"a number of at most {LARGEST:g}")
        return float(value)


def read_json(path: Path) -> JsonValue:
    """The content of a JSON file. NaN reads as null; duplicate keys and what is no JSON are InputErrors."""
    text = read_text(path)
    try:
        value = json.loads(text, object_pairs_hook=_object_of, parse_constant=_constant)
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        ends = not text[error.pos :].strip() or error.msg.startswith("Unterminated")
        remedy = _CUT_OFF if ends else _WRITTEN
        raise InputError(f"this is no JSON: {error.msg}", place=place, remedy=remedy) from None
    except (RecursionError, ValueError) as error:
        raise InputError(f"this JSON cannot be read: {error}", place=str(path)) from None
    return JsonValue(value, f"{path}:$")


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key '{twice}' is written twice in one object")
    return content


def _constant(word: str) -> float | None:
    return None if word == "NaN" else float(word.replace("Infinity", "inf"))
