"""Python's and NumPy's global random generators: whoever reads or moves them is not reproducible."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from psrokit.testing.suite import CheckFailed

T = TypeVar("T")
_ANOTHER_SEED = 20_260_726


def leaving_generators_alone(act: Callable[[], T]) -> T:
    """What `act` returns. Raises CheckFailed if it moved Python's or NumPy's global random generator."""
    before = random.getstate(), numpy_state()
    answer = act()
    if (random.getstate(), numpy_state()) != before:
        raise CheckFailed("it moved a global random generator")
    return answer


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


def numpy_state() -> str:
    """The state of NumPy's global generator, in a form that can be compared."""
    return repr(np.random.get_state())  # noqa: NPY002 # the legacy generator is what is watched here
