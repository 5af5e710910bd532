"""Meta-strategies and what computes them from a payoff table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from psrokit.errors import IntegrityError
from psrokit.game import Floats, Role
from psrokit.payoff import PayoffTable


@dataclass(frozen=True, slots=True)
class MetaStrategy:
    """A probability distribution over each role's population.

    weights: role -> shape (K_role,), non-negative, sums to 1. joint: shape (*K) when the solution correlates the
    seats (then `weights` are its marginals). certificate: numbers that prove the solution, e.g. its value and gap.
    """

    weights: Mapping[Role, Floats]
    joint: Floats | None = None
    certificate: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role, weights in self.weights.items():
            if not (weights.min(initial=0.0) >= 0 and abs(float(weights.sum()) - 1) <= 1e-9):  # false for NaN, too
                raise IntegrityError(f"the meta-strategy of role '{role}' is no distribution: {weights!r}")
        if self.joint is not None and not (np.all(self.joint >= 0) and abs(float(np.sum(self.joint)) - 1) <= 1e-9):
            raise IntegrityError(f"the joint meta-strategy is no distribution: it sums to {np.sum(self.joint)}")


class MetaSolver(Protocol):
    """Turns a table into a mixture. Pure: it sees the table, never the run.

    Raises IntegrityError naming the cell if the table has a hole or a payoff that is not a finite number.

    A solver may have a class variable or property `claims`, a frozenset of words: properties that it promises and the
    conformance suite checks, "equilibrium", "anonymous", "clone_invariant" and others (see psrokit.testing.solutions).
    """

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """The meta-strategy of this table."""


def checked_means(table: PayoffTable) -> Floats:
    """The table's means, shape (seats, *K), after refusing holes and numbers that are not finite.

    Every solver starts here, so that a missing cell is an error and never a silent zero.
    """
    if 0 in table.sizes:
        raise IntegrityError("the payoff table is empty: no policies to mix")
    if holes := table.holes():
        raise IntegrityError(f"the payoff table has {len(holes)} cells without games, the first is {holes[0]}")
    mean = table.mean
    if not np.all(np.isfinite(mean)):
        seat, *cell = (int(i) for i in np.argwhere(~np.isfinite(mean))[0])
        raise IntegrityError(f"the payoff of seat {seat} in cell {tuple(cell)} is {mean[(seat, *cell)]}")
    return mean
