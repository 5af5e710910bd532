"""Of all Nash equilibria of a two-player constant-sum table the most even one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, MetaStrategy, PayoffTable, checked_means, meta_solver
from psrokit_plugins.linear_programs.max_entropy import max_entropy_symmetric, max_entropy_zero_sum
from psrokit_plugins.linear_programs.zero_sum import Saddle
from psrokit_plugins.normal_form.constant_sum import required_sum


@meta_solver("max_entropy_nash")
@dataclass(frozen=True)
class MaxEntropyNash:
    """The equilibrium with the largest entropy of both seats' strategies (Ortiz, Schapire and Kakade 2007).

    There is exactly one, so unlike a vertex that a simplex method happens to end at it depends on the table alone:
    reordering policies reorders it, positive affine changes of the payoffs leave it, and equal policies get equal
    weights. A copy of a policy shares its weight and moves nobody else's where the equilibrium is unique; where it is
    not, a copied policy can gain weight as a pair. Seats of equal role get one common strategy.

    Certificate: as for `nash`, `value`, `gap` (at most 1e-9), `scale` and `unique`; `entropy` in nats, summed over
    roles; `max_entropy` is 1, or 0 for payoffs so far apart in size that only some equilibrium could be certified.
    """

    claims: ClassVar[frozenset[str]] = frozenset(
        {"equilibrium", "affine_invariant", "anonymous", "clone_invariant", "undominated", "flags_several"}
    )

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless the table's means describe a two-player constant-sum game.

        Raises IntegrityError, naming the cell, where a payoff is missing or no finite number.
        """
        means = checked_means(table)
        constant = required_sum(table, "max_entropy_nash")
        if table.seats[0] == table.seats[1]:
            saddle, even = max_entropy_symmetric(means[0] / 2 - means[1] / 2)
            weights = {table.seats[0]: saddle.row}
            return MetaStrategy(weights, certificate=_certificate(saddle, constant / 2, [saddle.row], even))
        saddle, even = max_entropy_zero_sum(means[0])
        weights = {table.seats[0]: saddle.row, table.seats[1]: saddle.column}
        return MetaStrategy(weights, certificate=_certificate(saddle, saddle.value, list(weights.values()), even))


def _certificate(saddle: Saddle, value: float, weights: list[Floats], even: bool) -> dict[str, float]:
    numbers = {"value": value, "gap": saddle.gap, "scale": saddle.scale, "max_entropy": float(even)}
    return {**numbers, "entropy": sum(map(entropy, weights)), **saddle.uniqueness}


def entropy(weights: Floats) -> float:
    """- sum_i p_i log p_i of a distribution, in nats."""
    used = weights[weights > 0]
    return float(-(used * np.log(used)).sum())
