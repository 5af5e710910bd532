"""Observation spaces that break laws of their kind, as a plugin file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from breaking import breaks

from psrokit.api import (
    Arrays,
    ArraySpec,
    Encoder,
    observation_space,
)

FLOATS = np.dtype(np.float32)
PROMISED = {"numbers": ArraySpec((2,), FLOATS, 0.0, 1.0, ("x", "y"))}


@dataclass(frozen=True)
class Sound:
    """A space that keeps all rules: two zeros for any view."""

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        return PROMISED

    def start(self) -> Encoder:
        return self

    def encode(self, view: object) -> Arrays:
        del view
        return {"numbers": np.zeros(2, FLOATS)}


@observation_space("sound_zeros")
@dataclass(frozen=True)
class Zeros(Sound):
    """Breaks nothing."""


@breaks("gives the arrays that it promises")
@observation_space("faulty_dtype")
@dataclass(frozen=True)
class OtherDtype(Sound):
    def encode(self, view: object) -> Arrays:
        del view
        return {"numbers": np.zeros(2)}


@breaks("keeps within its bounds")
@observation_space("faulty_bounds")
@dataclass(frozen=True)
class OutOfBounds(Sound):
    def encode(self, view: object) -> Arrays:
        del view
        return {"numbers": np.full(2, 3, FLOATS)}


@breaks("names every column")
@observation_space("faulty_nameless")
@dataclass(frozen=True)
class Nameless(Sound):
    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        return {"numbers": ArraySpec((2,), FLOATS, 0.0, 1.0, ("x", "x"))}


@breaks("keeps episodes apart", "repeats itself")
@observation_space("faulty_common_memory")
@dataclass(frozen=True)
class CommonMemory(Sound):
    seen: list[int] = field(default_factory=list, init=False, compare=False)

    def encode(self, view: object) -> Arrays:
        del view
        self.seen.append(0)
        return {"numbers": np.full(2, len(self.seen) / 1000, FLOATS)}


@breaks("gives arrays of their own")
@observation_space("faulty_reused")
@dataclass(frozen=True)
class Reused(Sound):
    def start(self) -> Encoder:
        return OneArray(np.zeros(2, FLOATS))


@dataclass(frozen=True)
class OneArray:
    array: Any

    def encode(self, view: object) -> Arrays:
        del view
        self.array[...] += 0.1
        return {"numbers": self.array}


@breaks("repeats itself", "keeps episodes apart")
@observation_space("faulty_drifting")
@dataclass(frozen=True)
class Drifting(Sound):
    """Gives another number each time that it is asked."""

    def encode(self, view: object) -> Arrays:
        del view
        return {"numbers": np.full(2, next(_asked) / 1e6, FLOATS)}


_asked = count()
