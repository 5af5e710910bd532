"""The mark of a faulty twin: which laws of its kind a component breaks, beside the component."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_LAWS = "broken_laws"
Class = TypeVar("Class", bound=type)


def breaks(*laws: str) -> Callable[[Class], Class]:
    """Mark a component: of the laws of its kind it breaks these and no others. One without the mark breaks none."""

    def mark(cls: Class) -> Class:
        setattr(cls, _LAWS, frozenset(laws))
        return cls

    return mark


def marked(cls: type) -> frozenset[str]:
    """The laws that a component is marked with itself, whatever its bases are."""
    laws: frozenset[str] = vars(cls).get(_LAWS, frozenset())
    return laws
