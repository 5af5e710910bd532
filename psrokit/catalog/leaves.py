"""Options that hold no components: numbers, words, paths and lists of them, checked by pydantic, never coerced."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import PydanticUserError, TypeAdapter, ValidationError

from psrokit.catalog.options import described, union_members
from psrokit.errors import InputError
from psrokit.reading.node import Node

_OLD_BOOLEANS = {**dict.fromkeys(("yes", "on", "y"), "true"), **dict.fromkeys(("no", "off", "n"), "false")}
_WORDING = (
    ("^Input should be ", "must be "),
    ("^(Tuple|List|Set|Frozenset|Dictionary|String|Bytes|Value) should ", "must "),
    ("^Value error, ", ""),
    (" after validation", ""),
    ("greater than or equal to", "at least"),
    ("less than or equal to", "at most"),
    ("greater than", "more than"),
    ("a valid integer", "an integer"),
    ("a valid number", "a number"),
    ("a valid string", "text"),
    ("a valid boolean", "true or false"),
    ("a valid (tuple|list|array)", "a list"),
    ("(a valid dictionary|an object)", "a mapping"),
)


def checked_leaf(annotation: Any, node: Node, owner: str, folder: Path | None) -> Any:
    """The value of an option of this type: whole numbers may stand for fractions, lists become tuples.

    Paths are taken relative to `folder` and must exist. Raises InputError with the place inside of lists and mappings.
    """
    for wrong in node.not_finite():
        raise InputError(f"{owner} must be finite, not {wrong.shown()}", place=wrong.place)
    try:
        value = _adapter(annotation).validate_json(json.dumps(node.plain()), strict=True)
    except ValidationError as error:
        raise _in_words(error, annotation, node, owner) from None
    return _settled(value, node, owner, folder)


@lru_cache(maxsize=1024)
def adapter(annotation: Any) -> TypeAdapter[Any]:
    """Pydantic's view of a type. Raises InputError for a type that no file can express."""
    try:
        return TypeAdapter(annotation)
    except PydanticUserError as error:
        reason = error.message.splitlines()[0]
        raise InputError(f"the type {annotation} of an option cannot be read from a file: {reason}") from error


def _adapter(annotation: Any) -> TypeAdapter[Any]:
    try:
        return adapter(annotation)
    except TypeError:  # not hashable, such as Annotated[int, [1, 2]]
        return adapter.__wrapped__(annotation)


def _settled(value: Any, node: Node, owner: str, folder: Path | None) -> Any:
    """Lists as tuples, and paths where they are."""
    if isinstance(value, Path):
        return _existing(value, node, owner, folder)
    if isinstance(value, list | tuple):
        inside = node.value if isinstance(node.value, tuple) else ()
        return tuple(_settled(item, below, owner, folder) for item, below in zip(value, inside, strict=True))
    if isinstance(value, Mapping):
        below = node.value if isinstance(node.value, Mapping) else {}
        return {key: _settled(item, below.get(str(key), node), owner, folder) for key, item in value.items()}
    return value


def _existing(path: Path, node: Node, owner: str, folder: Path | None) -> Path:
    path = path.expanduser()
    found = path if folder is None else folder.absolute() / path
    try:
        exists = found.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        beside = "" if folder is None or path.is_absolute() else " (paths are relative to the experiment file)"
        raise InputError(f"{owner} is a path, and there is no {found}{beside}", place=node.place)
    return found


def _in_words(error: ValidationError, annotation: Any, node: Node, owner: str) -> InputError:
    """The complaint about the innermost value that pydantic can name."""
    details = error.errors(include_url=False, include_context=False)
    inner = [_inner(node, detail["loc"]) for detail in details]
    (at, steps), detail = max(zip(inner, details, strict=True), key=lambda found: found[0][1])
    message = detail["msg"]
    if steps == 0 and (detail["type"] == "missing" or (union_members(annotation) and detail["type"].endswith("_type"))):
        message = f"Input should be {described(annotation)}"
    where = f"{owner}, entry {_way(node, at)}," if steps else owner
    return InputError(f"{where} {_sentence(message, at)}", place=at.place, remedy=_remedy(message, at))


def _inner(node: Node, location: Sequence[int | str]) -> tuple[Node, int]:
    """The node that pydantic's location leads to, and how far; steps that are no part of the data are skipped."""
    steps = 0
    for step in location:
        if isinstance(node.value, tuple) and isinstance(step, int) and step < len(node.value):
            node, steps = node.value[step], steps + 1
        elif isinstance(node.value, Mapping) and step in node.value:
            node, steps = node.value[str(step)], steps + 1
    return node, steps


def _way(node: Node, inner: Node) -> str:
    """How to get from a node to one inside of it, as `1.0`."""
    items = dict(enumerate(node.value)) if isinstance(node.value, tuple) else node.value
    for key, item in items.items() if isinstance(items, Mapping) else ():
        if item is inner:
            return f"{key}"
        if below := _way(item, inner):
            return f"{key}.{below}"
    return ""


def _sentence(message: str, node: Node) -> str:
    for old, new in _WORDING:
        message = re.sub(old, new, message)
    if not message.startswith("must "):
        return f"is not usable: {message}"
    return message if ", not " in message else f"{message}, not {node.shown()}"


def listing_remedy(node: Node) -> str | None:
    """What to write where a single word or number stands instead of a list."""
    return f"Write [{node.value}]." if isinstance(node.value, str | int | float) else None


def _remedy(message: str, node: Node) -> str | None:
    """What somebody probably meant who wrote text."""
    text = node.value
    if re.search(r"valid (list|tuple|array)|be a list", message):
        return listing_remedy(node)
    if isinstance(text, float) and "integer" in message and text.is_integer() and abs(text) < 2**53:
        return f"Write {int(text)}."
    if not isinstance(text, str):
        return None
    if "boolean" in message and text.lower() in _OLD_BOOLEANS:
        return f"Write {_OLD_BOOLEANS[text.lower()]}: in YAML 1.2 '{text}' is text."
    bare = text.replace("_", "")
    if ("integer" in message or "number" in message) and bare.lstrip("-+").isdigit():
        return f"Write {bare}, without quotes or underscores."
    return None
