"""PyYAML's complaints in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import yaml

from psrokit.errors import InputError

_SAYINGS: Sequence[tuple[str, str, str]] = (
    (
        "mapping values are not allowed",
        "a ':' that is not expected here",
        "Quote text that contains ': ', and check the indentation of this line and the one before.",
    ),
    ("could not find expected ':'", "a key without ':'", "Write 'key: value', with a space after the colon."),
    (
        "sequence entries are not allowed",
        "a '-' that is not expected here",
        "Put each list entry on a line of its own, or write [a, b].",
    ),
    ("found unexpected end of stream", "a quote opened here is never closed", "Close it."),
    ("found unexpected document separator", "a quote opened here is never closed", "Close it."),
    ("found unknown escape", "an unknown escape after a backslash", "Use single quotes, or two backslashes."),
    ("expected escape sequence", "an incomplete escape after a backslash", "Use single quotes, or two backslashes."),
    ("expected ',' or ']'", "a '[' opened here is never closed, or lacks a ','", "Write [a, b]."),
    ("expected ',' or '}'", "a '{' opened here is never closed, or lacks a ','", "Write {a: 1, b: 2}."),
    ("expected the node content", "a value is missing before this", "Write the value, or remove the bracket or comma."),
    (
        "expected <block end>",
        "this line is indented unlike its neighbours",
        "Start it in the same column as the lines it belongs to.",
    ),
    ("found another document", "a second document starts here ('---')", "One file holds one experiment."),
    ("expected '<document start>'", "something follows the end of the experiment", "Remove it, or check the brackets."),
    ("found undefined alias", "an alias (*) to a name that has no anchor (&)", "Quote text that starts with '*'."),
    ("second occurrence", "an anchor (&) whose name is taken", "Give it another name."),
    ("version 1.* is required", "this is not YAML 1.2", "Remove the %YAML line."),
)
_OPENED_BEFORE = ("found unexpected end", "found unexpected document separator", "expected ',' or", "could not find")


def explain(error: yaml.MarkedYAMLError, text: str, place: Callable[[int, int], str]) -> InputError:
    """The error as one sentence, placed where a quote or bracket was opened, else where reading failed."""
    problem = error.problem or "this is not YAML"
    opened = error.context_mark is not None and problem.startswith(_OPENED_BEFORE)
    mark: Any = error.context_mark if opened else error.problem_mark or error.context_mark
    where = place(mark.line + 1, mark.column + 1)
    if problem.startswith("found character"):
        return _bad_start(text[mark.index : mark.index + 1], where)
    for symptom, saying, remedy in _SAYINGS:
        if symptom in problem:
            return InputError(saying, place=where, remedy=remedy)
    context = f"{error.context}, " if error.context else ""
    return InputError(f"this is not YAML: {context}{problem}".replace("'\\x00'", "the end"), place=where)


def _bad_start(character: str, where: str) -> InputError:
    if character == "\t":
        return InputError("a tab where only spaces may stand", place=where, remedy="Indent and separate with spaces.")
    return InputError(
        f"a value may not start with {character!r} unless it is quoted", place=where, remedy=f"Write '{character}...'."
    )
