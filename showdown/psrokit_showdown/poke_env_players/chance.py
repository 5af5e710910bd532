"""The global random generators, lent to code that knows no others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


@contextmanager
def chance_from(rng: np.random.Generator) -> Iterator[None]:
    """Seed Python's and NumPy's global generators from `rng`, and put back afterwards what was there."""
    python, legacy = random.getstate(), np.random.get_state()  # noqa: NPY002 # the one that players draw from
    seed = int(rng.integers(2**32))
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(legacy)  # noqa: NPY002
