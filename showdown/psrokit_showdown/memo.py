"""Remembering what was worked out for a value that is shared between successive views.

Views share every part that did not change, so the same object comes again and again. Looking it up by identity costs a
tenth of hashing it, for it is a tuple of tuples.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
MOST = 4096
_memos: list[dict[Any, Any]] = []


def once_each(function: Callable[[Key], Value]) -> Callable[[Key], Value]:
    """`function`, a pure one, called once for each object (of up to MOST that are kept alive here)."""
    memo: dict[int, tuple[Key, Value]] = {}
    _memos.append(memo)

    @wraps(function)
    def remembered(key: Key) -> Value:
        found = memo.get(id(key))
        if found is not None and found[0] is key:
            return found[1]
        if len(memo) >= MOST:
            memo.clear()
        value = function(key)
        memo[id(key)] = (key, value)
        return value

    return remembered


def forget_all() -> None:
    """Forget everything that was worked out, for measurements."""
    for memo in _memos:
        memo.clear()
