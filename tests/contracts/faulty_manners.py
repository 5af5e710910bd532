"""Meta-solvers that answer as they should and break one law on the way: certificates, refusals, generators, claims."""
# ruff: noqa: NPY002, S311 # some use the global generators, which is their fault

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from breaking import NO_DISTRIBUTION, breaks
from dynamics import Dynamics

from psrokit.api import Floats, InputError, IntegrityError, MetaStrategy, PayoffTable, meta_solver


@breaks("certifies a gap that no gain exceeds")
@meta_solver("faulty_gapless")
@dataclass(frozen=True)
class Gapless(Dynamics):
    """Plays the last policy and certifies a gap of 0."""

    def mixed(self, weights: Floats) -> Floats:
        return np.eye(len(weights))[-1]

    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {"gap": 0.0}


@breaks("proves its answer with finite numbers", "certifies a gap that no gain exceeds")
@meta_solver("faulty_certificate")
@dataclass(frozen=True)
class NoNumber(Dynamics):
    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {"gap": float("nan")}


@breaks("calls unique only what is")
@meta_solver("faulty_unique")
@dataclass(frozen=True)
class AlwaysUnique(Dynamics):
    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {"unique": 1.0}


@breaks("flags several equilibria")
@meta_solver("faulty_silent")
@dataclass(frozen=True)
class Silent(Dynamics):
    """Says that it flags tables with several equilibria, and never does."""

    claims: ClassVar[frozenset[str]] = frozenset({"flags_several"})


@breaks("solves payoffs of any scale")
@meta_solver("faulty_large")
@dataclass(frozen=True)
class Overflowing(Dynamics):
    """Takes large payoffs for infinite ones."""

    def mixed(self, weights: Floats) -> Floats:
        return weights

    def means(self, table: PayoffTable) -> Floats:
        means = super().means(table)
        if np.abs(means).max() > 1e6:
            raise IntegrityError("a payoff is larger than a million")
        return means


@breaks("leaves the global generators alone")
@meta_solver("faulty_moving")
@dataclass(frozen=True)
class Moving(Dynamics):
    """Draws from Python's global generator and ignores what it drew."""

    def mixed(self, weights: Floats) -> Floats:
        random.random()
        return weights


@breaks(
    "does not depend on the global generators",
    "does not care which seat comes first",
    "gives the same answer again",
    "leaves the global generators alone",
    "reads means and not sums",
    "takes rounded antisymmetry",
)
@meta_solver("faulty_drawing")
@dataclass(frozen=True)
class Drawing(Dynamics):
    """Its answer is drawn from NumPy's global generator."""

    def mixed(self, weights: Floats) -> Floats:
        drawn = np.random.dirichlet(np.ones(len(weights)))
        return np.asarray((weights + drawn) / 2)


@breaks("refuses an empty table")
@meta_solver("faulty_empty")
@dataclass(frozen=True)
class Emptiness(Dynamics):
    """Thinks that no policies are a mixture."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy({}) if 0 in table.sizes else super().solve(table)


@breaks("plays the only policy", *NO_DISTRIBUTION)
@meta_solver("faulty_half_played")
@dataclass(frozen=True)
class NeverAlone(Dynamics):
    """Refuses a table of one policy."""

    def means(self, table: PayoffTable) -> Floats:
        if 1 in table.sizes:
            raise InputError("a table of one policy is nothing to solve")
        return super().means(table)


@breaks(
    "solves or refuses three seats",
    "refuses a table with holes",
    "refuses alike seats that are not alike",
    "refuses an empty table",
    "refuses payoffs that are no numbers",
)
@meta_solver("faulty_two_seats")
@dataclass(frozen=True)
class TwoSeats(Dynamics):
    """Takes three seats and forgets the third."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy(
            {role: np.full(size, 1 / size) for role, size in list(zip(table.seats, table.sizes, strict=True))[:2]}
        )


@breaks("solves or refuses general sums", "certifies a gap that no gain exceeds", "certifies the value that is earned")
@meta_solver("faulty_general")
@dataclass(frozen=True)
class GeneralSums(Dynamics):
    """Fails without a sentence where both can win."""

    def means(self, table: PayoffTable) -> Floats:
        means = super().means(table)
        if np.ptp(means.sum(axis=0)) > 1e-6 * np.abs(means).max():
            raise ZeroDivisionError
        return means


@breaks("claims only what has a law")
@meta_solver("faulty_claim")
@dataclass(frozen=True)
class Boasting(Dynamics):
    claims: ClassVar[frozenset[str]] = frozenset({"perfect"})
