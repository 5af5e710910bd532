"""What kernels are made of: the decorator that compiles them, and the types they name.

A kernel is compiled when it is first called. It takes a row and plain integers and makes no object. Without numba
(NUMBA_DISABLE_JIT=1) kernels are plain functions that take a list of integers as a row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, SupportsInt, TypeAlias, TypeVar, cast

import numba
import numpy as np
from numba import types
from numpy.typing import NDArray

from psrokit_showdown.engine.layout import CLAUSES, UNWRAPPED

States: TypeAlias = NDArray[np.int16]
"""Battles, one a row: shape (n, layout.WORDS)."""


class Row(Protocol):
    """One battle, as a kernel sees it: words of 16 bits. Uncompiled, a plain list of int does as well."""

    def __getitem__(self, word: int, /) -> int:
        """One word."""

    def __setitem__(self, word: int, value: SupportsInt, /) -> None:
        """Write one word, its lowest 16 bits."""


class Table(Protocol):
    """A constant array of integers by code."""

    def __getitem__(self, code: int, /) -> int:
        """The entry of a code."""


class SquareTable(Protocol):
    """A constant array of integers by two codes."""

    def __getitem__(self, codes: tuple[int, int], /) -> int:
        """The entry of two codes."""


Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile a function with numba when it is first called; it runs without the interpreter's lock."""
    # Division by zero cannot happen in the rules, so the check that Python semantics would ask for is left out.
    dispatcher: Any = numba.njit(nogil=True, error_model="numpy")(function)
    if hasattr(dispatcher, "get_call_template"):  # not where numba is switched off
        choose = dispatcher.get_call_template
        dispatcher.get_call_template = lambda args, kws: choose(tuple(_widened(kind) for kind in args), kws)
    return cast("Function", dispatcher)


def _widened(kind: types.Type) -> types.Type:
    """The type for which a kernel is compiled: every integer, constant or not, is one of 64 bits.

    Left alone, numba would compile a kernel once per constant that it is called with.
    """
    general = types.unliteral(kind)  # type: ignore[no-untyped-call] # numba types only a part of itself
    return types.int64 if isinstance(general, types.Integer) else general


@kernel
def long_at(row: Row, word: int) -> int:
    """A number of two words, which is never negative."""
    return (row[word] & 0xFFFF) | ((row[word + 1] & 0xFFFF) << 16)


@kernel
def wrapped(row: Row, value: int, mask: int) -> int:
    """A number cut to the bits of a mask, except in custom games (see `formats`)."""
    return value if row[CLAUSES] & UNWRAPPED else value & mask


@kernel
def set_long(row: Row, word: int, value: int) -> None:
    """Write a number of two words."""
    row[word] = value & 0xFFFF
    row[word + 1] = (value >> 16) & 0xFFFF
