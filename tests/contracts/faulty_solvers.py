"""Meta-solvers that need no dynamics to be wrong, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import numpy as np

from psrokit.api import MetaStrategy, PayoffTable, meta_solver

_counter = count()


@meta_solver("faulty_unequal")
@dataclass(frozen=True)
class Unequal:
    """Gives weights to the first role only."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        size = table.sizes[0]
        return MetaStrategy({table.seats[0]: np.full(size, 1 / size)})


@meta_solver("faulty_careless")
@dataclass(frozen=True)
class Careless:
    """Takes a hole for an answer."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy(
            {role: np.full(size, 1 / size) for role, size in zip(table.seats, table.sizes, strict=True)}
        )


@meta_solver("faulty_moody")
@dataclass(frozen=True)
class Moody:
    """Another answer each time."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        rng = np.random.default_rng(next(_counter))
        return MetaStrategy(
            {role: rng.dirichlet(np.ones(size)) for role, size in zip(table.seats, table.sizes, strict=True)}
        )


@meta_solver("faulty_writing")
@dataclass(frozen=True)
class Writing:
    """Writes into the table."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        table.games[...] = 1
        return Careless().solve(table)


@meta_solver("faulty_staying")
@dataclass(frozen=True)
class Staying(Careless):
    """Takes the start for the answer, and gives new policies nothing."""

    def solve_from(self, table: PayoffTable, start: MetaStrategy) -> MetaStrategy:
        new = {role: size - len(start.weights[role]) for role, size in zip(table.seats, table.sizes, strict=True)}
        return MetaStrategy({role: np.pad(start.weights[role], (0, more)) for role, more in new.items()})


@meta_solver("faulty_mutable")
@dataclass(frozen=True)
class Mutable(Careless):
    """Its option can be assigned to, for it has taken the lock off."""

    option: int = 1


Mutable.__setattr__ = object.__setattr__  # type: ignore[method-assign] # this is the fault


@meta_solver("faulty_hidden_field")
@dataclass(frozen=True)
class HiddenField(Careless):
    """Compares what no spec can hold."""

    hidden: int = field(default=1, init=False)


@meta_solver("faulty_noise")
@dataclass(frozen=True)
class Noise(Careless):
    """Takes a number for noise and makes none (one project's example)."""

    alpha_noise: float = 0.1
