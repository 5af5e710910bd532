"""What several parts ask for, one after the other, is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_not
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def once(answer: Callable[P, T]) -> Callable[P, T]:
    """The same pure function, which remembers its latest answer for as long as it is asked about the same objects.

    Equal ones are not enough: to compare populations or tables could cost more than the answer. Nobody may change an
    answer. The latest arguments and answer are kept alive.
    """
    latest: list[tuple[tuple[object, ...], T]] = []

    @wraps(answer)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
        asked = (*args, *kwargs.values())
        if not latest or len(latest[0][0]) != len(asked) or any(map(is_not, latest[0][0], asked)):
            latest[:] = [(asked, answer(*args, **kwargs))]
        return latest[0][1]

    return remembered
