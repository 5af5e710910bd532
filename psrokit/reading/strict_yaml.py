"""YAML read strictly: values as YAML 1.2 defines them, every value with its place, and no surprise left in.

`no` and `12:30` are text, `012` is twelve, `1e-3` is a number. Refused, each with the place and a sentence: duplicate
keys, merge keys, tags, tabs as indentation, byte order marks, other encodings than UTF-8, control characters, several
documents, and files too large, too deep or too often aliased.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from psrokit.errors import InputError
from psrokit.reading.node import Node, Scalar
from psrokit.reading.yaml_faults import explain

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_VALUES = 10_000
_MAX_DIGITS = 300
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: Mapping[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

Placing: TypeAlias = Callable[[int, int], str]
"""What to call a line and a column, both counted from 1."""


def read_yaml(path: Path) -> Node:
    """The content of a YAML file. Raises InputError with `file:line:column` for anything that is not strict YAML."""
    return parse_yaml(read_text(path), lambda line, column: f"{path}:{line}:{column}")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file of at most MAX_BYTES, line ends as they are. Raises InputError."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError("there is no such file", place=str(path), remedy=_nearest(path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"this file cannot be read: {reason}", place=str(path)) from None
    if len(content) > MAX_BYTES:
        raise InputError(
            f"this file is larger than {MAX_BYTES // 1_000_000} MB",
            place=f"{path}",
            remedy="Put tables into CSV files.",
        )
    return _decoded(content, f"{path}")


def parse_yaml(text: str, place: Placing) -> Node:
    """A YAML text as a tree of nodes. Raises InputError."""
    _refuse_characters(text, place)
    loader = _Loader(text, place)
    try:
        root = loader.get_single_node()
        return Node(None, place(1, 1)) if root is None else _Conversion(place).node(root)
    except yaml.MarkedYAMLError as error:
        raise explain(error, text, place) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        mark = loader.get_mark()
        wrong = "this is not YAML: a number or an escape out of range"
        raise InputError(wrong, place=place(mark.line + 1, mark.column + 1)) from None
    finally:
        loader.dispose()


def plain_scalar(text: str) -> Scalar:
    """What an unquoted word means in the core schema of YAML 1.2 (section 10.3.2).

    Raises ValueError for a number of absurd length.
    """
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > _MAX_DIGITS and text[:1] in "+-.0123456789" and _FLOAT.fullmatch(text):
        raise ValueError(f"a number of {len(text)} characters is too long")
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.fullmatch(text):
        return float(text)
    if special := _NOT_FINITE.fullmatch(text):
        return float("nan") if special[3] else float(f"{special[1]}inf")
    return text


class _Loader(yaml.SafeLoader):
    """Composes nodes; what they mean is decided here, not by PyYAML's tags, which follow YAML 1.1."""

    def __init__(self, text: str, place: Placing) -> None:
        super().__init__(text)
        self.place = place
        self.depth = 0
        self.values = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call] # PyYAML's stubs leave it untyped
        self.values += 1
        if self.values > MAX_VALUES:
            raise self._refusal(event, f"more than {MAX_VALUES} values", "Put tables into CSV files.")
        if self.depth >= MAX_DEPTH:
            raise self._refusal(event, f"values nested more than {MAX_DEPTH} deep", None)
        if getattr(event, "tag", None) is not None:
            raise self._refusal(event, f"tags such as {event.tag!r} are not used here", "Quote what is text: 'no'.")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refusal(self, event: Any, message: str, remedy: str | None) -> InputError:
        mark = event.start_mark
        return InputError(message, place=self.place(mark.line + 1, mark.column + 1), remedy=remedy)


class _Conversion:
    """Turns PyYAML's graph (aliases shared) into a tree (aliases written out, within bounds)."""

    def __init__(self, place: Placing) -> None:
        self._place = place
        self._values = 0
        self._open: list[int] = []

    def node(self, raw: yaml.Node) -> Node:
        place = self._place_of(raw)
        self._values += 1
        if id(raw) in self._open:
            raise InputError("this value contains itself, by an alias (*)", place=place)
        if self._values > MAX_VALUES or len(self._open) >= MAX_DEPTH:
            raise InputError("aliases (*) make this file too large", place=place, remedy="Write fewer aliases.")
        self._open.append(id(raw))
        value, keys = self._value(raw)
        self._open.pop()
        return Node(value, place, keys)

    def _value(self, raw: yaml.Node) -> tuple[Scalar | tuple[Node, ...] | Mapping[str, Node], dict[str, str | None]]:
        if isinstance(raw, yaml.SequenceNode):
            return tuple(self.node(item) for item in raw.value), {}
        if isinstance(raw, yaml.MappingNode):
            return self._mapping(raw)
        return self._scalar(raw), {}

    def _mapping(self, raw: yaml.MappingNode) -> tuple[dict[str, Node], dict[str, str | None]]:
        items: dict[str, Node] = {}
        keys: dict[str, str | None] = {}
        for raw_key, raw_item in raw.value:
            key = self._key(raw_key)
            if key in items:
                raise InputError(
                    f"the key '{key}' is written twice, first at {keys[key]}",
                    place=self._place_of(raw_key),
                    remedy="Remove one of the two.",
                )
            keys[key] = self._place_of(raw_key)
            items[key] = self.node(raw_item)
        return items, keys

    def _key(self, raw: yaml.Node) -> str:
        """A key is a name as it is written, so that `1:` and `null:` are the names '1' and 'null'."""
        if not isinstance(raw, yaml.ScalarNode):
            raise InputError("a key must be a word, not a list or a mapping", place=self._place_of(raw))
        if raw.value == "<<" and raw.style is None:
            raise InputError(
                "merge keys (<<) are not part of YAML 1.2",
                place=self._place_of(raw),
                remedy="Write the options out, or use an alias (*name) for a whole value.",
            )
        return self._text(raw)

    def _scalar(self, raw: yaml.Node) -> Scalar:
        text = self._text(raw)
        if not isinstance(raw, yaml.ScalarNode) or raw.style is not None:
            return text
        try:
            return plain_scalar(text)
        except ValueError as error:
            raise InputError(str(error), place=self._place_of(raw)) from None

    def _text(self, raw: yaml.Node) -> str:
        text: str = raw.value
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise InputError("half of a surrogate pair is not a character", place=self._place_of(raw))
        return text

    def _place_of(self, raw: yaml.Node) -> str:
        mark: Any = raw.start_mark
        return self._place(mark.line + 1, mark.column + 1)


def _decoded(content: bytes, file: str) -> str:
    save = "Save the file as UTF-8 without a byte order mark."
    if content.startswith(b"\xef\xbb\xbf"):
        raise InputError("the file starts with a byte order mark", place=f"{file}:1:1", remedy=save)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        raise InputError("the file is UTF-16 or UTF-32, not UTF-8", place=f"{file}:1:1", remedy=save)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _line_and_column(content[: error.start].decode("utf-8"))
        wrong = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise InputError(wrong, place=f"{file}:{line}:{column}", remedy=save) from None


def _refuse_characters(text: str, place: Placing) -> None:
    if wrong := _FORBIDDEN.search(text):
        raise InputError(
            f"the character U+{ord(wrong[0]):04X} may not stand in an experiment file",
            place=place(*_line_and_column(text[: wrong.start()])),
            remedy=f'Remove it, or write "\\u{ord(wrong[0]):04x}" in double quotes.',
        )


def _line_and_column(before: str) -> tuple[int, int]:
    lines = re.split("\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1


def _nearest(path: Path) -> str | None:
    """The nearest name that exists."""
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in {".yaml", ".yml"}]
    except OSError:
        return None
    near = get_close_matches(path.name, names, n=1, cutoff=0.5)
    return f"Did you mean '{path.with_name(near[0])}'?" if near else None
