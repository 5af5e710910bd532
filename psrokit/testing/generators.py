"""Python's and NumPy's global random generators: whoever reads or moves them is not reproducible."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from psrokit.testing.suite import expect

T = TypeVar("T")
_ANOTHER_SEED = 20_260_726


def watching_generators(act: Callable[[], T]) -> tuple[T, bool]:
    """What `act` returns, and whether it moved Python's or NumPy's global random generator."""
    before = random.getstate(), _numpy_state()
    answer = act()
    return answer, (random.getstate(), _numpy_state()) != before


def leaving_generators_alone(act: Callable[[], object]) -> None:
    """Let `act` run. Raises LawBroken if it moves Python's or NumPy's global random generator."""
    _, moved = watching_generators(act)
    expect(not moved, "it moved a global random generator")


def with_other_generators(act: Callable[[], T]) -> T:
    """What `act` returns after the global random generators were seeded anew; they are put back afterwards."""
    kept = random.getstate(), np.random.get_state()  # noqa: NPY002 # the legacy generator is what is watched here
    random.seed(_ANOTHER_SEED)
    np.random.seed(_ANOTHER_SEED)  # noqa: NPY002 # as above
    try:
        return act()
    finally:
        random.setstate(kept[0])
        np.random.set_state(kept[1])  # noqa: NPY002 # as above


def _numpy_state() -> str:
    """The state of NumPy's global generator, in a form that can be compared."""
    return repr(np.random.get_state())  # noqa: NPY002 # the legacy generator is what is watched here
