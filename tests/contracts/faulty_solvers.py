"""Meta-solvers that each break one law, as a plugin file: among them the wrong answers that other projects gave."""
# ruff: noqa: NPY002, S311 # some use the global generators, which is their fault

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import count
from typing import Any, ClassVar

import numpy as np

from psrokit.api import Floats, InputError, IntegrityError, MetaStrategy, PayoffTable, checked_means, meta_solver

_counter = count()


@dataclass(frozen=True)
class _Dynamics:
    """Follow the leader for 150 rounds: right, but for what the classes below change."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        means = self.means(table)
        scale = self.scale(means)
        totals = [np.zeros(size) for size in table.sizes]
        sums = [np.zeros(size) for size in table.sizes]
        for _ in range(150):
            plays = [self.best(total) for total in totals]
            sums = [played + play for played, play in zip(sums, plays, strict=True)]
            totals[0] = totals[0] + self.own(means) / scale @ plays[1]
            totals[1] = totals[1] + self.theirs(means).T / scale @ plays[0]
        weights = {role: self.mixed(played / played.sum()) for role, played in zip(table.seats, sums, strict=True)}
        return MetaStrategy(weights, certificate=self.certificate(means, weights))

    def means(self, table: PayoffTable) -> Floats:
        means = checked_means(table)
        if len(table.seats) != 2:
            raise InputError("this solver takes two seats and no others")
        return means

    def scale(self, means: Floats) -> float:
        return float(np.ptp(means)) or 1.0

    def best(self, total: Floats) -> Floats:
        best = total >= total.max() - 1e-9
        return np.asarray(best / best.sum())

    def own(self, means: Floats) -> Floats:
        return np.asarray(means[0])

    def theirs(self, means: Floats) -> Floats:
        return np.asarray(means[1])

    def mixed(self, weights: Floats) -> Floats:
        return weights

    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {}


@meta_solver("faulty_transposed")
@dataclass(frozen=True)
class Transposed(_Dynamics):
    """Gives its dynamics the second player's payoffs transposed (one project's projected replicator)."""

    claims: ClassVar[frozenset[str]] = frozenset({"converges"})

    def theirs(self, means: Floats) -> Floats:
        return np.asarray(means[1].T) if means.shape[1] == means.shape[2] else np.asarray(means[1])


@meta_solver("faulty_weakest")
@dataclass(frozen=True)
class WeakestOpponent(_Dynamics):
    """Certifies the gain over its weakest opponent for what an opponent gains (one project's exploitability)."""

    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        first = next(iter(weights.values()))
        return {"value": float((first @ means[0]).max())}


@meta_solver("faulty_gapless")
@dataclass(frozen=True)
class Gapless(_Dynamics):
    """Plays the last policy and certifies a gap of 0."""

    def mixed(self, weights: Floats) -> Floats:
        return np.eye(len(weights))[-1]

    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {"gap": 0.0}


@meta_solver("faulty_certificate")
@dataclass(frozen=True)
class NoNumber(_Dynamics):
    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {"gap": float("nan")}


@meta_solver("faulty_unique")
@dataclass(frozen=True)
class AlwaysUnique(_Dynamics):
    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {"unique": 1.0}


@meta_solver("faulty_silent")
@dataclass(frozen=True)
class Silent(_Dynamics):
    """Says that it flags tables with several equilibria, and never does."""

    claims: ClassVar[frozenset[str]] = frozenset({"flags_several"})


@meta_solver("faulty_halving")
@dataclass(frozen=True)
class Halving(_Dynamics):
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


@meta_solver("faulty_lowest")
@dataclass(frozen=True)
class LowestKept(_Dynamics):
    """Keeps the least likely policies for the likeliest (one project's top-k filter)."""

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    def mixed(self, weights: Floats) -> Floats:
        kept = np.argsort(weights, kind="stable")[: max(len(weights) // 2, 1)]
        return np.isin(np.arange(len(weights)), kept) / len(kept)


@meta_solver("faulty_collapsing")
@dataclass(frozen=True)
class Collapsing(_Dynamics):
    """Keeps policies by their probability: of equal ones one is left (one project's policy distribution)."""

    def mixed(self, weights: Floats) -> Floats:
        by_probability = {float(weight): policy for policy, weight in enumerate(weights)}
        kept = np.zeros(len(weights))
        for weight, policy in by_probability.items():
            kept[policy] = weight
        return kept / kept.sum() if len(weights) > 3 else kept


@meta_solver("faulty_strict")
@dataclass(frozen=True)
class Strict(_Dynamics):
    """Insists on antisymmetry to the last bit (one project's Nash averaging)."""

    def means(self, table: PayoffTable) -> Floats:
        means = super().means(table)
        if table.seats[0] == table.seats[1] and not np.array_equal(means[0], -means[1]):
            raise InputError("the table is not antisymmetric, to the last bit")
        return means


@meta_solver("faulty_sums")
@dataclass(frozen=True)
class Sums(_Dynamics):
    """Solves sums of samples for means of samples."""

    def means(self, table: PayoffTable) -> Floats:
        super().means(table)
        return table.total


@meta_solver("faulty_first_seat")
@dataclass(frozen=True)
class FirstSeat(_Dynamics):
    """Row players explore, column players do not."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        weights = dict(super().solve(table).weights)
        weights[table.seats[0]] = (weights[table.seats[0]] + 1 / table.sizes[0]) / 2
        return MetaStrategy(weights)


@meta_solver("faulty_lopsided")
@dataclass(frozen=True)
class Lopsided(_Dynamics):
    """A joint strategy that knows alike seats apart."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        weights = super().solve(table).weights
        joint = np.outer(weights[table.seats[0]], np.eye(table.sizes[1])[0])
        return MetaStrategy({table.seats[1]: np.eye(table.sizes[1])[0], table.seats[0]: joint.sum(axis=1)}, joint)


@meta_solver("faulty_marginals")
@dataclass(frozen=True)
class WrongMarginals(_Dynamics):
    """Uniform joint play, with other weights beside it."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy(super().solve(table).weights, np.full(table.sizes, 1 / np.prod(table.sizes)))


@meta_solver("faulty_correlated")
@dataclass(frozen=True)
class UniformJoint(_Dynamics):
    """Calls uniform play a correlated equilibrium."""

    claims: ClassVar[frozenset[str]] = frozenset({"correlated"})

    def mixed(self, weights: Floats) -> Floats:
        return np.full(len(weights), 1 / len(weights))


@meta_solver("faulty_equilibrium")
@dataclass(frozen=True)
class NotQuite(_Dynamics):
    """Calls 150 rounds of learning an equilibrium, and thinks that what is tiny is nothing."""

    claims: ClassVar[frozenset[str]] = frozenset({"equilibrium"})

    def scale(self, means: Floats) -> float:
        return 1.0


@meta_solver("faulty_places")
@dataclass(frozen=True)
class Places(_Dynamics):
    """Of equally good policies it plays the first."""

    claims: ClassVar[frozenset[str]] = frozenset({"anonymous", "clone_invariant"})

    def best(self, total: Floats) -> Floats:
        return np.eye(len(total))[int(np.argmax(total))]


@meta_solver("faulty_units")
@dataclass(frozen=True)
class Units(_Dynamics):
    """Prefers by exp(payoff), in whatever units it comes."""

    claims: ClassVar[frozenset[str]] = frozenset({"affine_invariant"})

    def mixed(self, weights: Floats) -> Floats:
        return weights

    def solve(self, table: PayoffTable) -> MetaStrategy:
        means = self.means(table)
        rows, columns = means[0].mean(axis=1), means[1].mean(axis=0)
        return MetaStrategy({table.seats[1]: _softmax(columns), table.seats[0]: _softmax(rows)})


@meta_solver("faulty_dominated")
@dataclass(frozen=True)
class PlaysDominated(_Dynamics):
    claims: ClassVar[frozenset[str]] = frozenset({"undominated"})

    def mixed(self, weights: Floats) -> Floats:
        return (weights + 1 / len(weights)) / 2


@meta_solver("faulty_large")
@dataclass(frozen=True)
class Overflowing(_Dynamics):
    """Takes large payoffs for infinite ones."""

    def mixed(self, weights: Floats) -> Floats:
        return weights

    def means(self, table: PayoffTable) -> Floats:
        means = super().means(table)
        if np.abs(means).max() > 1e6:
            raise IntegrityError("a payoff is larger than a million")
        return means


@meta_solver("faulty_moving")
@dataclass(frozen=True)
class Moving(_Dynamics):
    """Draws from Python's global generator and ignores what it drew."""

    def mixed(self, weights: Floats) -> Floats:
        random.random()
        return weights


@meta_solver("faulty_drawing")
@dataclass(frozen=True)
class Drawing(_Dynamics):
    """Its answer is drawn from NumPy's global generator."""

    def mixed(self, weights: Floats) -> Floats:
        drawn = np.random.dirichlet(np.ones(len(weights)))
        return np.asarray((weights + drawn) / 2)


@meta_solver("faulty_empty")
@dataclass(frozen=True)
class Emptiness(_Dynamics):
    """Thinks that no policies are a mixture."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy({}) if 0 in table.sizes else super().solve(table)


@meta_solver("faulty_half_played")
@dataclass(frozen=True)
class NeverAlone(_Dynamics):
    """Refuses a table of one policy."""

    def means(self, table: PayoffTable) -> Floats:
        if 1 in table.sizes:
            raise InputError("a table of one policy is nothing to solve")
        return super().means(table)


@meta_solver("faulty_two_seats")
@dataclass(frozen=True)
class TwoSeats(_Dynamics):
    """Takes three seats and forgets the third."""

    def solve(self, table: PayoffTable) -> MetaStrategy:
        return MetaStrategy(
            {role: np.full(size, 1 / size) for role, size in list(zip(table.seats, table.sizes, strict=True))[:2]}
        )


@meta_solver("faulty_general")
@dataclass(frozen=True)
class GeneralSums(_Dynamics):
    """Fails without a sentence where both can win."""

    def means(self, table: PayoffTable) -> Floats:
        means = super().means(table)
        if np.ptp(means.sum(axis=0)) > 1e-6 * np.abs(means).max():
            raise ZeroDivisionError
        return means


@meta_solver("faulty_claim")
@dataclass(frozen=True)
class Boasting(_Dynamics):
    claims: ClassVar[frozenset[str]] = frozenset({"perfect"})


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


def _softmax(values: Floats) -> Any:
    odds = np.exp(values - values.max())
    return odds / odds.sum()
