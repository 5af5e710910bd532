"""What a benchmark is: one task, and several contestants who do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Options = TypeVar("Options")
OURS = "psrokit"
"""The contestant whom the others are compared with."""


@dataclass(frozen=True)
class Attempt:
    """A contestant who is ready to start.

    solve: what is timed. judge: what it answered -> `residual`, how wrong that is, and other numbers to tell; not
    timed. warm_up: done once and not timed, by default what is timed.
    """

    solve: Callable[[], Any]
    judge: Callable[[Any], Mapping[str, float]]
    warm_up: Callable[[], object] | None = None


@dataclass(frozen=True)
class Benchmark(Generic[Options]):
    """A task with options, which is different for every seed.

    options: their class. contestants: by name, from options and seed; each imports what it needs itself. tolerance: the
    largest residual of an answer that counts. compared: the number whose ratio is told. effort: the number of what is
    spent until the residual is small enough, if there is one: who ends above the tolerance would have needed more.
    """

    options: type[Options]
    contestants: Mapping[str, Callable[[Options, int], Attempt]]
    tolerance: float
    compared: str = "seconds"
    effort: str | None = None
