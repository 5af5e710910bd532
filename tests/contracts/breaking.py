"""The mark of a faulty twin: which laws of its kind a component breaks, beside the component."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_LAWS = "broken_laws"
Class = TypeVar("Class", bound=type)
NO_DISTRIBUTION = (
    "certifies a gap that no gain exceeds",
    "certifies the value that is earned",
    "gives a distribution for each role",
    "has marginals that fit its joint distribution",
    "proves its answer with finite numbers",
    "treats alike seats alike",
)
"""The laws of solvers that weights break which do not sum to 1, wherever that is what a twin answers."""


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
