"""Payoff tables with known answers, and the arithmetic that judges answers independently of any solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from psrokit.game import Floats
from psrokit.meta import MetaStrategy
from psrokit.payoff import PayoffTable
from psrokit.seeds import generator

ALIKE = ("player", "player")
DISTINCT = ("row", "column")
ROCK_PAPER_SCISSORS = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])
BIASED = np.array([[0.0, -1.0, 3.0], [1.0, 0.0, -2.0], [-3.0, 2.0, 0.0]])
"""Rock-paper-scissors with unequal stakes: its only equilibrium is (2, 3, 1) / 6."""
BIASED_ANSWER = np.array([2.0, 3.0, 1.0]) / 6
PENALTIES = np.array([[3.0, -1.0, 5.0], [-1.0, 1.0, 2.0]])
"""The only equilibrium is (1/3, 2/3) against (1/3, 2/3, 0), with the value 1/3: the third column is dominated."""
HALVED = np.array([[0.0, 3.0], [1.0, 2.0]])
"""A symmetric general-sum game with the only symmetric equilibrium (1/2, 1/2); halving what is off its diagonal, as
one implementation did, makes it (0, 1)."""
DILEMMA = np.array([[3.0, 0.0], [5.0, 1.0]])
"""The prisoner's dilemma: the first policy is strictly dominated."""


EXTREMES = (1e300, 1e-300)
"""Factors at which arithmetic still works, and most methods of linear programming do not."""


def general(seats: Sequence[str], payoffs: Floats) -> PayoffTable:
    """The table of exact payoffs, shape (n, *K)."""
    table = PayoffTable.empty(seats, payoffs.shape[1:])
    return replace(table, total=np.array(payoffs, dtype=float), exact=np.ones(payoffs.shape[1:], dtype=np.bool_))


def zero_sum(payoff: Floats, seats: Sequence[str] = DISTINCT) -> PayoffTable:
    """The table whose first seat gets `payoff` and whose second seat loses it."""
    return general(seats, np.stack([payoff, -payoff]))


def symmetric(payoff: Floats) -> PayoffTable:
    """The table of two alike seats in which a policy i gets payoff[i, j] against j."""
    return general(ALIKE, np.stack([payoff, payoff.T]))


def sampled(payoff: Floats, counts: npt.NDArray[np.int64], seats: Sequence[str]) -> PayoffTable:
    """A zero-sum table whose means are `payoff` and whose cells were sampled `counts` times, all games alike."""
    table = PayoffTable.empty(seats, payoff.shape)
    both = np.stack([payoff, -payoff])
    return replace(table, count=counts, total=both * counts, squares=both**2 * counts, games=counts)


def constant_sum_tables() -> Mapping[str, PayoffTable]:
    """Two-player constant-sum tables, among them those that solvers fail on: degenerate, tied, badly scaled."""
    rng = generator("check", "tables")
    skill = rng.normal(size=5)
    copies = ROCK_PAPER_SCISSORS[np.ix_([0, 1, 2, 0, 0], [0, 1, 2, 0, 0])]
    near = np.round(rng.normal(size=(4, 4)), 1) + 1e-10 * rng.normal(size=(4, 4))
    return {
        "rock-paper-scissors": zero_sum(ROCK_PAPER_SCISSORS, ALIKE),
        "biased rock-paper-scissors": zero_sum(BIASED, ALIKE),
        "penalties": zero_sum(PENALTIES),
        "duplicated policies": zero_sum(copies, ALIKE),
        "two best replies": zero_sum(np.array([[1.0, 1.0, 2.0], [-1.0, 2.0, -2.0], [-2.0, 2.0, 2.0]])),
        "all ties": zero_sum(np.zeros((4, 4)), ALIKE),
        "a constant": zero_sum(np.full((3, 2), 3.7)),
        "a ladder of skill": zero_sum(np.tanh(skill[:, np.newaxis] - skill), ALIKE),
        "near ties": zero_sum(near),
        "one row": zero_sum(rng.normal(size=(1, 4))),
        "one column": zero_sum(rng.normal(size=(4, 1))),
        "one cell": zero_sum(np.array([[2.0]])),
        "scales from 1e-6 to 1": zero_sum(10.0 ** rng.uniform(-6, 0, (4, 4)) * rng.choice([-1.0, 1.0], (4, 4))),
        "normal payoffs": zero_sum(rng.normal(size=(5, 4))),
        "win-rates": general(ALIKE, np.stack([(1 + BIASED / 3) / 2, (1 - BIASED / 3) / 2])),
    }


def general_sum_tables() -> Mapping[str, PayoffTable]:
    """Two-player tables that are no constant-sum games."""
    rng = generator("check", "general tables")
    chicken, stag = np.array([[6.0, 2.0], [7.0, 0.0]]), np.array([[4.0, 0.0], [3.0, 2.0]])
    return {
        "halved": symmetric(HALVED),
        "dilemma": symmetric(DILEMMA),
        "chicken": symmetric(chicken),
        "stag hunt": symmetric(stag),
        "coordination": symmetric(np.eye(3)),
        "unrelated normal payoffs": general(DISTINCT, rng.normal(size=(2, 3, 4))),
        "chicken for high stakes": symmetric(chicken * 1e-4 + 1e7),
        "unlike scales": general(
            DISTINCT, rng.normal(size=(2, 3, 3)) * np.array([1e-6, 1e6])[:, np.newaxis, np.newaxis]
        ),
    }


def extreme_tables() -> Mapping[str, PayoffTable]:
    """Constant-sum tables of payoffs so small and so large that linear programs fail on them as they are."""
    tables = {"biased rock-paper-scissors": zero_sum(BIASED, ALIKE), "penalties": zero_sum(PENALTIES)}
    return {
        f"{name} times {scale:g}": replace(table, total=table.total * scale)
        for name, table in tables.items()
        for scale in EXTREMES
    }


def spread(table: PayoffTable) -> float:
    """Half the spread of the payoffs of all seats, 1 where they are constant: what gains are measured in."""
    return float(max(np.ptp(table.mean[seat]) for seat in range(len(table.seats)))) / 2 or 1.0


def joint_of(table: PayoffTable, strategy: MetaStrategy) -> Floats:
    """The probability of every cell, shape (*K)."""
    if strategy.joint is not None:
        return strategy.joint
    joint = np.ones(())
    for role in table.seats:
        joint = np.multiply.outer(joint, strategy.weights[role])
    return joint


def regrets(table: PayoffTable, strategy: MetaStrategy) -> Floats:
    """What each seat gains by its best policy against the others' draws, in returns, shape (seats,)."""
    joint = joint_of(table, strategy)
    found = []
    for seat in range(len(table.seats)):
        payoffs = table.mean[seat]
        payoffs = payoffs - payoffs.max() / 2 - payoffs.min() / 2  # differences count: a common part only rounds them
        others = joint.sum(axis=seat, keepdims=True)
        deviations = np.moveaxis(payoffs * others, seat, 0).reshape(payoffs.shape[seat], -1).sum(axis=1)
        found.append(deviations.max() - float((payoffs * joint).sum()))
    return np.array(found)


def gains(table: PayoffTable, strategy: MetaStrategy) -> Floats:
    """The regrets, each in half the spread of its seat's payoffs."""
    halves = np.array([np.ptp(table.mean[seat]) / 2 or 1.0 for seat in range(len(table.seats))])
    return np.asarray(regrets(table, strategy) / halves)


def value(table: PayoffTable, strategy: MetaStrategy) -> float:
    """What seat 0 earns in returns."""
    return float((table.mean[0] * joint_of(table, strategy)).sum())
