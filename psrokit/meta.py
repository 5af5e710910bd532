"""Meta-strategies and what computes them from a payoff table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, TypeGuard

import numpy as np
import numpy.typing as npt

from psrokit.errors import IntegrityError
from psrokit.game import Floats, Role, Seat
from psrokit.payoff import PayoffTable, Profile, seat_exchanges

_EQUAL = 1e-9
"""Mirrored payoffs that differ by no more than this part of the payoffs' spread are one number, rounded twice."""
_ROUNDINGS = 64
"""Or by no more than this many roundings of the largest payoff: a spread far below it is known no better."""


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

    Raises IntegrityError naming the cell if the table has a hole, a payoff that is not a finite number, or alike seats
    whose payoffs do not mirror each other.

    A solver may have a class variable or property `claims`, a frozenset of words: properties that it promises and the
    conformance suite checks, "equilibrium", "anonymous", "clone_invariant" and others (see psrokit.testing.solutions).
    """

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """The meta-strategy of this table."""


class HotStarted(MetaSolver, Protocol):
    """A meta-solver that finds its answer sooner from the one to a smaller table of the same run."""

    def solve_from(self, table: PayoffTable, start: MetaStrategy) -> MetaStrategy:
        """What `solve` answers, whatever `start` is: the answer for fewer policies of each role, or as many."""


def hot_started(solver: MetaSolver) -> TypeGuard[HotStarted]:
    """Whether a solver can begin at a known solution."""
    return hasattr(solver, "solve_from")  # isinstance on a protocol takes longer than to solve a small table


def checked_means(table: PayoffTable) -> Floats:
    """The table's means, shape (seats, *K), after refusing what is no game.

    Every solver starts here. Raises IntegrityError, naming the cell, for a missing cell, which would else be a silent
    zero, for a number that is not finite, and where alike seats do not mirror each other, as all do in a table that
    was built from evidence.
    """
    if 0 in table.sizes:
        raise IntegrityError("the payoff table is empty: no policies to mix")
    if len({*zip(table.seats, table.sizes, strict=True)}) > len(set(table.seats)):
        raise IntegrityError(f"seats of one role have one population: roles {table.seats} and sizes {table.sizes}")
    if holes := table.holes():
        cells = "1 cell" if len(holes) == 1 else f"{len(holes)} cells"
        raise IntegrityError(f"the payoff table has {cells} without games, the first is {holes[0]}", cells=holes[:1])
    mean = table.mean
    if not np.all(np.isfinite(mean)):
        seat, cell = _place(~np.isfinite(mean))
        raise IntegrityError(f"the payoff of seat {seat} in cell {cell} is {mean[(seat, *cell)]}", cells=[cell])
    _refuse_unmirrored(table.seats, mean)
    return mean


def payoff_rounding(payoffs: Floats) -> float:
    """How far two numbers of the size of one role's payoffs may lie apart and still be one, computed in two ways."""
    high, low = float(payoffs.max()), float(payoffs.min())
    largest = max(abs(high), abs(low))
    return max(_EQUAL * (high / 2 - low / 2), _ROUNDINGS * float(np.finfo(float).eps) * largest)


def constant_sum(table: PayoffTable) -> float | None:
    """What the payoffs of all seats sum to in every known cell, up to rounding; None if that differs or none is known.

    What rounding makes of 0 is 0.
    """
    known = table.mean[:, table.known]
    if not known.size:
        return None
    sums = known.sum(axis=0)
    allowed = sum(len(seats) * payoff_rounding(known[seats]) for seats in _by_role(table.seats))
    if not np.abs(sums - sums[0]).max() <= allowed:  # also where a payoff is no number
        return None
    return float(sums[0]) if abs(sums[0]) > allowed else 0.0


@cache
def _by_role(seats: tuple[Role, ...]) -> list[list[Seat]]:
    return [[seat for seat, its in enumerate(seats) if its == role] for role in dict.fromkeys(seats)]


def _refuse_unmirrored(seats: tuple[Role, ...], mean: Floats) -> None:
    """Raise IntegrityError, naming the cell, where exchanging two seats of one role exchanges anything but payoffs."""
    pairs = [order for order in seat_exchanges(seats) if sum(seat != its for seat, its in enumerate(order)) == 2]
    allowed = [payoff_rounding(mean[[its == role for its in seats]]) for role in seats] if pairs else []
    for exchange in pairs:  # all other exchanges are made of these
        mirrored = mean[list(exchange)].transpose(0, *(1 + seat for seat in exchange))
        apart = np.abs(mean / 2 - mirrored / 2) > np.reshape(allowed, (-1, *[1] * len(seats))) / 2
        if apart.any():
            seat, cell = _place(apart)
            other = tuple(cell[exchange.index(place)] for place in range(len(cell)))
            mine, its = mean[(seat, *cell)], mirrored[(seat, *cell)]
            raise IntegrityError(
                f"seats of the role '{seats[seat]}' are alike, yet seat {seat} is paid {mine:.12g} in cell {cell} and "
                f"seat {exchange[seat]} {its:.12g} in the mirrored cell {other}",
                remedy="Correct the payoffs, or give the seats roles of their own.",
                cells=[cell, other],
            )


def _place(wrong: npt.NDArray[np.bool_]) -> tuple[int, Profile]:
    """The first seat and cell of those marked."""
    seat, *cell = (int(place) for place in np.argwhere(wrong)[0])
    return seat, tuple(cell)
