"""Meta-solvers whose answers break one law each, as a plugin file; other projects gave some of these answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from breaking import NO_DISTRIBUTION, breaks
from dynamics import Dynamics

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, checked_means, meta_solver


@breaks("comes close to equilibria")
@meta_solver("faulty_transposed")
@dataclass(frozen=True)
class Transposed(Dynamics):
    """Gives its dynamics the second player's payoffs transposed (one project's projected replicator)."""

    claims: ClassVar[frozenset[str]] = frozenset({"converges"})

    def theirs(self, means: Floats) -> Floats:
        return np.asarray(means[1].T) if means.shape[1] == means.shape[2] else np.asarray(means[1])


@breaks("certifies the value that is earned")
@meta_solver("faulty_weakest")
@dataclass(frozen=True)
class WeakestOpponent(Dynamics):
    """Certifies the gain over its weakest opponent for what an opponent gains (one project's exploitability)."""

    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        first = next(iter(weights.values()))
        return {"value": float((first @ means[0]).max())}


@breaks("weighs the diagonal like the rest", "leaves no gain in general sum games")
@meta_solver("faulty_halving")
@dataclass(frozen=True)
class Halving(Dynamics):
    """Halves what is off the diagonal where seats are alike (one project's symmetric games)."""

    claims: ClassVar[frozenset[str]] = frozenset({"general_sum"})

    def solve(self, table: PayoffTable) -> MetaStrategy:
        means = checked_means(table)
        if table.seats[0] != table.seats[1] or table.sizes != (2, 2):
            return super().solve(table)
        halved = means[0] / 2 + np.diag(np.diag(means[0])) / 2
        (a, b), (c, d) = halved
        inner = (d - b) / (a - b - c + d) if a - b - c + d else -1.0
        first = inner if 0 <= inner <= 1 and a <= c else float(a > c)
        return MetaStrategy({table.seats[0]: np.array([first, 1 - first])})


@breaks("gives the better policy no less")
@meta_solver("faulty_lowest")
@dataclass(frozen=True)
class LowestKept(Dynamics):
    """Keeps the least likely policies for the likeliest (one project's top-k filter)."""

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    def mixed(self, weights: Floats) -> Floats:
        kept = np.argsort(weights, kind="stable")[: max(len(weights) // 2, 1)]
        return np.isin(np.arange(len(weights)), kept) / len(kept)


@breaks("calls unique only what is", *NO_DISTRIBUTION)
@meta_solver("faulty_collapsing")
@dataclass(frozen=True)
class Collapsing(Dynamics):
    """Keeps policies by their probability: of equal ones one is left (one project's policy distribution)."""

    def mixed(self, weights: Floats) -> Floats:
        by_probability = {float(weight): policy for policy, weight in enumerate(weights)}
        kept = np.zeros(len(weights))
        for weight, policy in by_probability.items():
            kept[policy] = weight
        return kept / kept.sum() if len(weights) > 3 else kept


@breaks("takes rounded antisymmetry", *NO_DISTRIBUTION)
@meta_solver("faulty_strict")
@dataclass(frozen=True)
class Strict(Dynamics):
    """Insists on antisymmetry to the last bit (one project's Nash averaging)."""

    def means(self, table: PayoffTable) -> Floats:
        means = super().means(table)
        if table.seats[0] == table.seats[1] and not np.array_equal(means[0], -means[1]):
            raise InputError("the table is not antisymmetric, to the last bit")
        return means


@breaks("reads means and not sums")
@meta_solver("faulty_sums")
@dataclass(frozen=True)
class Sums(Dynamics):
    """Solves sums of samples for means of samples."""

    def means(self, table: PayoffTable) -> Floats:
        super().means(table)
        return table.total


@breaks("does not care which seat comes first")
@meta_solver("faulty_first_seat")
@dataclass(frozen=True)
class FirstSeat(Dynamics):
    """Row players explore, column players do not."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        weights = dict(super().solve(table).weights)
        weights[table.seats[0]] = (weights[table.seats[0]] + 1 / table.sizes[0]) / 2
        return MetaStrategy(weights)


@breaks(
    "treats alike seats alike", "does not care which seat comes first", "has marginals that fit its joint distribution"
)
@meta_solver("faulty_lopsided")
@dataclass(frozen=True)
class Lopsided(Dynamics):
    """A joint strategy that knows alike seats apart."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        weights = super().solve(table).weights
        joint = np.outer(weights[table.seats[0]], np.eye(table.sizes[1])[0])
        return MetaStrategy({table.seats[1]: np.eye(table.sizes[1])[0], table.seats[0]: joint.sum(axis=1)}, joint)


@breaks("has marginals that fit its joint distribution")
@meta_solver("faulty_marginals")
@dataclass(frozen=True)
class WrongMarginals(Dynamics):
    """Uniform joint play, with other weights beside it."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy(super().solve(table).weights, np.full(table.sizes, 1 / np.prod(table.sizes)))


@breaks("leaves no deviation a gain")
@meta_solver("faulty_correlated")
@dataclass(frozen=True)
class UniformJoint(Dynamics):
    """Calls uniform play a correlated equilibrium."""

    claims: ClassVar[frozenset[str]] = frozenset({"correlated"})

    def mixed(self, weights: Floats) -> Floats:
        return np.full(len(weights), 1 / len(weights))


@breaks(
    "leaves no gain in constant sum games",
    "finds the known equilibria",
    "leaves no gain at any scale",
    "answers or fails aloud at any magnitude",
)
@meta_solver("faulty_equilibrium")
@dataclass(frozen=True)
class NotQuite(Dynamics):
    """Calls 150 rounds of learning an equilibrium, and thinks that what is tiny is nothing."""

    claims: ClassVar[frozenset[str]] = frozenset({"equilibrium"})

    def scale(self, means: Floats) -> float:
        return 1.0


@breaks("treats equal policies equally", "does not depend on the order of policies", "shares weight among clones")
@meta_solver("faulty_places")
@dataclass(frozen=True)
class Places(Dynamics):
    """Of equally good policies it plays the first."""

    claims: ClassVar[frozenset[str]] = frozenset({"anonymous", "clone_invariant"})

    def best(self, total: Floats) -> Floats:
        return np.eye(len(total))[int(np.argmax(total))]


@breaks("does not depend on units")
@meta_solver("faulty_units")
@dataclass(frozen=True)
class Units(Dynamics):
    """Prefers by exp(payoff), in whatever units it comes."""

    claims: ClassVar[frozenset[str]] = frozenset({"affine_invariant"})

    def mixed(self, weights: Floats) -> Floats:
        return weights

    def solve(self, table: PayoffTable) -> MetaStrategy:
        means = self.means(table)
        rows, columns = means[0].mean(axis=1), means[1].mean(axis=0)
        return MetaStrategy({table.seats[1]: _softmax(columns), table.seats[0]: _softmax(rows)})


@breaks("gives dominated policies nothing", "takes no failure for undominated")
@meta_solver("faulty_dominated")
@dataclass(frozen=True)
class PlaysDominated(Dynamics):
    claims: ClassVar[frozenset[str]] = frozenset({"undominated"})

    def mixed(self, weights: Floats) -> Floats:
        return (weights + 1 / len(weights)) / 2


def _softmax(values: Floats) -> Any:
    odds = np.exp(values - values.max())
    return odds / odds.sum()
