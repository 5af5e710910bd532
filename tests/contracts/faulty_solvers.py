"""Meta-solvers that need no dynamics to be wrong, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

import numpy as np
from breaking import breaks

from psrokit.api import MetaStrategy, PayoffTable, checked_means, meta_solver

_counter = count()


@meta_solver("sound_uniform")
@dataclass(frozen=True)
class Uniform:
    """Breaks nothing."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        checked_means(table)
        return _uniform(table)


def _uniform(table: PayoffTable) -> MetaStrategy:
    return MetaStrategy({role: np.full(size, 1 / size) for role, size in zip(table.seats, table.sizes, strict=True)})


@breaks(
    "gives a distribution for each role",
    "does not care which seat comes first",
    "has marginals that fit its joint distribution",
    "solves or refuses three seats",
    "treats alike seats alike",
)
@meta_solver("faulty_unequal")
@dataclass(frozen=True)
class Unequal(Uniform):
    """Gives weights to the first role only."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        role = table.seats[0]
        return MetaStrategy({role: super().solve(table).weights[role]})


@breaks(
    "refuses a table with holes",
    "refuses payoffs that are no numbers",
    "refuses alike seats that are not alike",
    "refuses an empty table",
)
@meta_solver("faulty_careless")
@dataclass(frozen=True)
class Careless:
    """Takes a hole for an answer."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return _uniform(table)


@breaks(
    "gives the same answer again",
    "does not care which seat comes first",
    "does not depend on the global generators",
    "plays the only policy",
    "reads means and not sums",
    "takes rounded antisymmetry",
)
@meta_solver("faulty_moody")
@dataclass(frozen=True)
class Moody(Uniform):
    """Another answer each time."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        rng = np.random.default_rng(next(_counter))
        weights = super().solve(table).weights
        return MetaStrategy({role: rng.dirichlet(np.ones(len(its))) for role, its in weights.items()})


@breaks("leaves the table alone")
@meta_solver("faulty_writing")
@dataclass(frozen=True)
class Writing(Uniform):
    """Writes into the table."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        answer = super().solve(table)
        table.games[...] = 1
        return answer


@breaks("answers alike from any start")
@meta_solver("faulty_staying")
@dataclass(frozen=True)
class Staying(Uniform):
    """Takes the start for the answer, and gives new policies nothing."""

    def solve_from(self, table: PayoffTable, start: MetaStrategy) -> MetaStrategy:
        new = {role: size - len(start.weights[role]) for role, size in zip(table.seats, table.sizes, strict=True)}
        return MetaStrategy({role: np.pad(start.weights[role], (0, more)) for role, more in new.items()})


@breaks("cannot be changed")
@meta_solver("faulty_mutable")
@dataclass(frozen=True)
class Mutable(Uniform):
    """Its option can be assigned to, for it has taken the lock off."""

    option: int = 1

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return super().solve(table) if self.option else _uniform(table)


Mutable.__setattr__ = object.__setattr__  # type: ignore[method-assign] # this is the fault


@breaks("has only options that can be written down")
@meta_solver("faulty_hidden_field")
@dataclass(frozen=True)
class HiddenField(Uniform):
    """Compares what no spec can hold."""

    hidden: int = field(default=1, init=False)


@breaks("reads its options")
@meta_solver("faulty_noise")
@dataclass(frozen=True)
class Noise(Uniform):
    """Takes a number for noise and makes none (one project's example)."""

    alpha_noise: float = 0.1
