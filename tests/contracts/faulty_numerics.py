"""Meta-solvers that break one law where numbers are hard: failed programs, magnitudes, tables that are no games."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from breaking import NO_DISTRIBUTION, breaks
from dynamics import Dynamics
from scipy.optimize import linprog

from psrokit.api import Floats, MetaStrategy, PayoffTable, meta_solver


@breaks("takes no failure for undominated")
@meta_solver("faulty_swallowing")
@dataclass(frozen=True)
class Swallowing(Dynamics):
    """Plays what no mixture dominates, and takes a failed program for "not dominated" (one project's LP solver)."""

    claims: ClassVar[frozenset[str]] = frozenset({"undominated"})

    def solve(self, table: PayoffTable) -> MetaStrategy:
        rows, columns = self.means(table)
        kept = {table.seats[1]: _undominated(columns.T), table.seats[0]: _undominated(rows)}
        return MetaStrategy({role: its / its.sum() for role, its in kept.items()})


def _undominated(payoffs: Floats) -> Floats:
    return np.array([not _dominated(payoffs, policy) for policy in range(len(payoffs))], dtype=float)


def _dominated(payoffs: Floats, policy: int) -> bool:
    answer = _most_certain(payoffs - payoffs[policy])
    return answer is not None and answer[-1] > 1e-9 * np.ptp(payoffs)


def _most_certain(payoffs: Floats) -> Floats | None:
    """The mixture of rows whose least payoff is the greatest, and that payoff; None where the program fails."""
    size, profiles = payoffs.shape
    answer = linprog(
        np.append(np.zeros(size), -1.0),
        A_ub=np.hstack([-payoffs.T, np.ones((profiles, 1))]),
        b_ub=np.zeros(profiles),
        A_eq=[[1.0] * size + [0.0]],
        b_eq=[1.0],
        bounds=[(0, None)] * size + [(None, None)],
    )
    return answer.x if answer.status == 0 else None


@breaks("answers or fails aloud at any magnitude", "leaves no gain at any scale")
@meta_solver("faulty_guessing")
@dataclass(frozen=True)
class Guessing(Dynamics):
    """Where its linear program fails it answers uniform play, and calls it an equilibrium."""

    claims: ClassVar[frozenset[str]] = frozenset({"equilibrium"})

    def solve(self, table: PayoffTable) -> MetaStrategy:
        rows, columns = self.means(table)
        return MetaStrategy({table.seats[1]: _maximin(columns.T), table.seats[0]: _maximin(rows)})


def _maximin(payoffs: Floats) -> Floats:
    answer = _most_certain(payoffs)
    weights = np.ones(len(payoffs)) if answer is None else np.maximum(answer[:-1], 0.0)
    return weights / weights.sum()


@breaks("solves or refuses any magnitude")
@meta_solver("faulty_squares")
@dataclass(frozen=True)
class Squares(Dynamics):
    """Divides by a sum of squares: of small payoffs it is 0."""

    def scale(self, means: Floats) -> float:
        with np.errstate(over="ignore"):
            squares = min(float((means**2).sum()), 1.0)
        return squares / squares if np.any(means) else 1.0


@breaks("calls unique only what is", *NO_DISTRIBUTION)
@meta_solver("faulty_ragged")
@dataclass(frozen=True)
class Ragged(Dynamics):
    """Breaks on larger tables of alike seats: numpy makes no array of unlike rows (one project's alpha-rank)."""

    def means(self, table: PayoffTable) -> Floats:
        means = super().means(table)
        if table.seats[0] == table.seats[1] and table.sizes[0] > 4:
            np.prod([[1, 2], [1]])  # type: ignore[list-item] # this is the fault
        return means


@breaks("refuses alike seats that are not alike")
@meta_solver("faulty_unmirrored")
@dataclass(frozen=True)
class Unmirrored(Dynamics):
    """Takes alike seats at their word: it looks at what the first is paid."""

    def means(self, table: PayoffTable) -> Floats:
        if table.seats[0] != table.seats[1] or 0 in table.sizes or not np.isfinite(table.mean).all():
            return super().means(table)
        return table.mean


@breaks("certifies a gap that no gain exceeds")
@meta_solver("faulty_common_part")
@dataclass(frozen=True)
class CommonPart(Dynamics):
    """Calls sums constant that differ little beside the payoffs: it certifies another game than the table's."""

    def theirs(self, means: Floats) -> Floats:
        return -means[0] if self._constant(means) else means[1]

    def certificate(self, means: Floats, weights: dict[str, Floats]) -> dict[str, float]:
        return {"gap": 0.1} if self._constant(means) else {}

    def _constant(self, means: Floats) -> bool:
        return bool(np.ptp(means.sum(axis=0)) <= 1e-9 * np.abs(means).max())
