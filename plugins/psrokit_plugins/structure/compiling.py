"""Loops compiled when they are first called, and kept on disk: numba takes half a second to import."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


@cache
def compiled(loop: Callable[P, T]) -> Callable[P, T]:
    """The same function as machine code."""
    from numba import njit  # noqa: PLC0415 # takes half a second to import

    try:
        return cast("Callable[P, T]", njit(cache=True)(loop))
    except RuntimeError:  # no folder to keep compiled code in
        return cast("Callable[P, T]", njit(loop))
