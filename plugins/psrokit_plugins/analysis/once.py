"""What several analyzers need of one question is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from psrokit.api import Question

T = TypeVar("T")


def once(answer: Callable[[Question], T]) -> Callable[[Question], T]:
    """The same pure function, which remembers its answer to the latest question; nobody may change that answer."""
    latest: list[tuple[Question, T]] = []

    @wraps(answer)
    def remembered(question: Question) -> T:
        if not latest or latest[0][0] is not question:
            latest[:] = [(question, answer(question))]
        return latest[0][1]

    return remembered
