"""The options of a component, read off its dataclass: the dataclass is the only schema there is."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from psrokit.component import KINDS, Kind, plain, tag_of
from psrokit.errors import InputError
from psrokit.plugins.discovery import plural

_LISTS = (tuple, list, Sequence, Collection)
_MAPPINGS = (dict, Mapping)
_WORDS: Mapping[Any, tuple[str, str]] = {
    int: ("an integer", "integers"),
    float: ("a number", "numbers"),
    str: ("text", "words"),
    bool: ("true or false", ""),
    Path: ("a path", "paths"),
    NoneType: ("null", ""),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a component.

    annotation: its resolved type. required: it has no default. default: JSON data (None if required).
    doc: what its author wrote about it, "" if nothing.
    """

    name: str
    annotation: Any
    required: bool
    default: Any
    doc: str


@cache
def options(cls: type) -> tuple[Option, ...]:
    """The options of a dataclass, in order. Raises InputError if a type in it cannot be resolved."""
    try:
        hints = get_type_hints(cls, include_extras=True)
    except Exception as error:
        raise InputError(
            f"the option types of {cls.__module__}.{cls.__qualname__} cannot be resolved: {error}",
            remedy="Import the names outside of `if TYPE_CHECKING:`.",
        ) from error
    docs = option_docs(cls)
    return tuple(_option(field, hints[field.name], docs.get(field.name, "")) for field in fields(cls) if field.init)


def _option(field: Field[Any], annotation: Any, doc: str) -> Option:
    if field.default is not MISSING:
        return Option(field.name, annotation, required=False, default=plain(field.default), doc=doc)
    if field.default_factory is not MISSING:
        return Option(field.name, annotation, required=False, default=plain(field.default_factory()), doc=doc)
    return Option(field.name, annotation, required=True, default=None, doc=doc)


def summary(cls: type) -> str:
    """What a dataclass's docstring says before it comes to the options: its first paragraph."""
    return " ".join(_split_by_options(cls, _docstring(cls).split("\n\n")[0])[0].split())


def option_docs(cls: type) -> Mapping[str, str]:
    """What the docstring ("name: text", "name, other: text") and the strings below the fields say about each option.

    Inherited options are described where they are defined, unless the class says more.
    """
    found: dict[str, str] = {}
    for definer in reversed([base for base in cls.__mro__ if is_dataclass(base)]):
        for paragraph in _docstring(definer).split("\n\n"):
            _, *parts = _split_by_options(definer, paragraph)
            for names, text in zip(parts[::2], parts[1::2], strict=True):
                found |= dict.fromkeys(names.split(", "), " ".join(text.split()))
        found |= _strings_below_fields(definer)
    return found


def _docstring(cls: type) -> str:
    """The docstring its author wrote, not the signature that `dataclass` writes where there is none."""
    text = inspect.getdoc(cls) or ""
    return "" if text.startswith(f"{cls.__name__}(") else text


def _split_by_options(cls: type, text: str) -> list[str]:
    """The text before the first option, then names and text in turn."""
    names = "|".join(re.escape(field.name) for field in fields(cls))
    return re.split(rf"(?:^|(?<=\s))((?:{names})(?:, (?:{names}))*):\s", text) if names else [text]


def _strings_below_fields(cls: type) -> Mapping[str, str]:
    try:
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return {}
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for above, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(above, ast.AnnAssign) and isinstance(above.target, ast.Name) and isinstance(below, ast.Expr):
            text = below.value.value if isinstance(below.value, ast.Constant) else None
            found |= {above.target.id: inspect.cleandoc(text)} if isinstance(text, str) else {}
    return found


def kind_of(annotation: Any) -> Kind | None:
    """The kind whose components a field of this type holds; None for any other type."""
    tag = tag_of(annotation) if isinstance(annotation, type) else None
    return tag.kind if tag else next((kind for kind in KINDS.values() if kind.protocol is annotation), None)


def bare(annotation: Any) -> Any:
    """A type without the constraints of `Annotated`."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def is_structured(annotation: Any) -> bool:
    """Whether components or option groups (plain dataclasses) stand somewhere in a type."""
    annotation = bare(annotation)
    if kind_of(annotation) or is_dataclass(annotation):
        return True
    return any(is_structured(part) for part in get_args(annotation))


def union_members(annotation: Any) -> tuple[Any, ...] | None:
    """The alternatives of a union, None for any other type."""
    return get_args(annotation) if get_origin(annotation) in {Union, UnionType} else None


def list_items(annotation: Any, length: int) -> Sequence[Any] | None:
    """The types of the entries of a list of this length (a fixed tuple has its own); None if it is no list type."""
    if get_origin(annotation) not in _LISTS:
        return None
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        return arguments
    return [arguments[0]] * length


def mapping_item(annotation: Any) -> Any | None:
    """The type of the values of a mapping type; None if it is none."""
    return get_args(annotation)[1] if get_origin(annotation) in _MAPPINGS else None


def described(annotation: Any) -> str:
    """A type in words: what to write in YAML."""
    annotation = bare(annotation)
    if kind := kind_of(annotation):
        article = "an" if kind.name[0] in "aeiou" else "a"
        return f"{article} {kind.name} (its NAME, or {{use: NAME, ...}})"
    if members := union_members(annotation):
        return " or ".join(described(member) for member in members)
    if get_origin(annotation) is Literal:
        return " or ".join(f"'{choice}'" if isinstance(choice, str) else f"{choice}" for choice in get_args(annotation))
    if (items := list_items(annotation, 1)) is not None:
        return f"a list{_of(items[0])}" if len(items) == 1 else f"a list of {len(items)}"
    if (item := mapping_item(annotation)) is not None:
        return f"a mapping{_of(item)}"
    return _WORDS.get(annotation, ("a mapping of options" if is_dataclass(annotation) else f"{annotation}", ""))[0]


def _of(item: Any) -> str:
    """What a list or mapping holds, in the plural."""
    item = bare(item)
    kind = kind_of(item)
    noun = plural(kind.name) if kind else "lists" if list_items(item, 1) else _WORDS.get(item, ("", ""))[1]
    return f" of {noun}" if noun else ""
