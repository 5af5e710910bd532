"""Zero-sum tables as antisymmetric matrices between all policies: what the decompositions of a game take.

Policies of one role have all met, or could have. Those of two roles meet only across: the players of a bipartite game.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components

from psrokit.api import Floats, InputError, IntegrityError, PayoffTable
from psrokit_plugins.normal_form.constant_sum import two_player_sum

S = TypeVar("S", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Pairs:
    """N policies: those of the one role, or of the first role and then of the second.

    payoff: (N, N), antisymmetric, what the row earns over an equal share; 0 where unknown and on the diagonal.
    variance: of the estimated payoff, (N, N), unbiased; 0 where it is exact. Of a pair with one sample it is the mean
    variance of the samples of the others, NaN if no pair has two.
    known: (N, N), False on the diagonal and inside a role of two. count: samples per pair. side: (N,), role 0 or 1.
    """

    payoff: Floats
    variance: Floats
    known: npt.NDArray[np.bool_]
    count: npt.NDArray[np.int64]
    side: npt.NDArray[np.int64]

    @property
    def circuits(self) -> int:
        """How many independent circuits there are in the graph of pairs that met: without one nothing can be cyclic."""
        parts = connected_components(self.known, directed=False)[0]
        return int(np.count_nonzero(self.known)) // 2 - len(self.known) + int(parts)

    def placed(self, payoff: Floats) -> Floats:
        """Other payoffs of the first seat, shape (..., K_0, K_1), as matrices between all policies; 0 where unknown."""
        whole = payoff if payoff.shape[-2:] == self.known.shape else _across(payoff, -payoff)
        return np.where(self.known, whole, 0.0)


def zero_sum_pairs(table: PayoffTable) -> Pairs:
    """The pairs of a table of two players with a constant sum.

    Raises InputError for any other table, and IntegrityError naming the cell for a payoff that is no number.
    """
    refuse_other_games(table)
    known = table.known.copy()
    alike = table.seats[0] == table.seats[1]
    if alike:
        np.fill_diagonal(known, False)
    means = np.where(known, table.mean, 0.0)
    payoff, variance = (means[0] - means[1]) / 2, np.where(known, _variances(table), 0.0)
    count = np.where(known & ~table.exact, table.count, 0)
    side = np.zeros(table.sizes[0], dtype=np.int64)
    if alike:
        return Pairs(payoff, variance, known, count, side)
    side = np.repeat([0, 1], table.sizes)
    return Pairs(
        _across(payoff, -payoff), _across(variance, variance), _across(known, known), _across(count, count), side
    )


def refuse_other_games(table: PayoffTable) -> None:
    """Raises InputError unless the table is one of two players with a constant sum; IntegrityError as above."""
    if len(table.seats) != 2:
        raise InputError(
            f"this is defined for two players, the table has {len(table.seats)}",
            remedy="Fix the policies of the others and analyze the table of the two that are left.",
        )
    known = table.mean[:, table.known]
    if not np.isfinite(known).all():
        cell = tuple(int(i) for i in np.argwhere(table.known & ~np.isfinite(table.mean).all(axis=0))[0])
        raise IntegrityError(f"the payoff of cell {cell} is no finite number", cells=[cell])
    if known.size and two_player_sum(table) is None:
        raise InputError(
            "this needs payoffs of a constant sum: what one policy gains the other loses. Of other games no split into "
            "strength and cycles, no layers and no diversity is generally accepted",
            remedy="If winning is what counts, analyze the difference of both players' payoffs as a table of its own.",
        )


def _variances(table: PayoffTable) -> Floats:
    """Of the first seat's mean payoffs, shape (K_0, K_1)."""
    several = ~table.exact & (table.count > 1)
    error = table.stderr[0]
    if not several.any():
        return np.where(table.exact, 0.0, np.nan)
    freedom = (table.count - 1)[several]
    single = float((error[several] ** 2 * table.count[several] * freedom).sum() / freedom.sum())
    return np.where(np.isfinite(error), np.where(np.isfinite(error), error, 0.0) ** 2, single)


def _across(block: npt.NDArray[S], back: npt.NDArray[S]) -> npt.NDArray[S]:
    """Blocks between two roles, each seen by the first, (..., K_0, K_1), as matrices between all policies."""
    rows, columns = block.shape[-2:]
    whole = np.zeros((*block.shape[:-2], rows + columns, rows + columns), dtype=block.dtype)
    whole[..., :rows, rows:], whole[..., rows:, :rows] = block, np.swapaxes(back, -1, -2)
    return whole
