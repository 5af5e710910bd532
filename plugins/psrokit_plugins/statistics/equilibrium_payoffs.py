"""What correlated equilibria of a table with holes can pay, over all completions.

Bounds by two linear programs. Variables are a joint distribution and, for each seat and each profile without payoffs,
what it is paid there times how likely that is, between the bounds of the product. A deviation into such a profile is
taken to be worth the least return. Each equilibrium of each completion satisfies this, so none pays less or more; some
amounts between may be paid by none, since what a deviation finds and what was paid there may differ.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linprog

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.normal_form.joint_deviations import Deviations, Ints
from psrokit_plugins.statistics.completions import Incomplete

_FEASIBLE = 1e-10


def equilibrium_payoffs(
    table: Incomplete, deviations: Deviations, shares: Floats, total: float | None
) -> tuple[float, float]:
    """Between what `shares` @ payoffs is in every equilibrium of every completion; shares: (seats,).

    total: what the payoffs of all seats sum to in every profile, also a missing one, or None. Raises InputError where
    the table is too large, IntegrityError if a program fails.
    """
    low, high = table.low / table.scale, table.high / table.scale
    missing = np.asarray((low < high).any(axis=0))
    holes, own = np.flatnonzero(missing), np.where(missing, 0.0, low)
    paid = [
        deviations.rows(np.zeros_like(low), _only(seat, missing, low)).tocsc()[:, holes] for seat in range(len(low))
    ]
    gains = sparse.hstack([deviations.rows(low, own), *paid])
    bounds = [end.reshape(len(low), -1)[:, holes] for end in (low, high)]
    rows = sparse.csr_array(sparse.vstack([gains, *_products(bounds[0], bounds[1], holes, missing.size)]))
    amount = np.append(np.tensordot(shares, own, axes=1).ravel(), np.repeat(shares, holes.size))
    profiles = np.arange(amount.size) < missing.size
    sums = [sparse.csr_array(profiles[np.newaxis].astype(float))]
    if total is not None:
        sums.append(_together(len(low), total / table.scale, holes, missing.size))
    ends = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * amount,
            A_ub=rows,
            b_ub=np.zeros(rows.shape[0]),
            A_eq=sparse.csr_array(sparse.vstack(sums)),
            b_eq=np.append(1.0, np.zeros(sum(one.shape[0] for one in sums[1:]))),
            bounds=np.column_stack([np.where(profiles, 0.0, -np.inf), np.full(amount.size, np.inf)]),
            method="highs",
            options={"primal_feasibility_tolerance": _FEASIBLE, "dual_feasibility_tolerance": _FEASIBLE},
        )
        if answer.status != 0:
            raise IntegrityError(f"the linear program of what joint play can pay failed: {answer.message}")
        ends.append(sign * float(answer.fun) * table.scale)
    return ends[0], ends[1]


def _only(seat: int, missing: npt.NDArray[np.bool_], like: Floats) -> Floats:
    """1 for one seat in the profiles without payoffs, else 0, shape (seats, *K)."""
    marked = np.zeros_like(like)
    marked[seat][missing] = 1.0
    return marked


def _chosen(holes: Ints, profiles: int) -> sparse.csr_array:
    """A row for each hole with its likelihood."""
    return sparse.csr_array((np.ones(holes.size), (np.arange(holes.size), holes)), shape=(holes.size, profiles))


def _together(seats: int, total: float, holes: Ints, profiles: int) -> sparse.csr_array:
    """Rows that are 0 where what all seats are paid in a hole is its likelihood times `total`."""
    paid = sparse.hstack([sparse.eye_array(holes.size)] * seats)
    return sparse.csr_array(sparse.hstack([-total * _chosen(holes, profiles), paid]))


def _products(low: Floats, high: Floats, holes: Ints, profiles: int) -> list[sparse.csr_array]:
    """Rows that keep each product of payoff and likelihood between its bounds; low, high: (seats, holes)."""
    seats, count = low.shape
    likely, product = sparse.vstack([_chosen(holes, profiles)] * seats), sparse.eye_array(seats * count)
    return [
        sparse.csr_array(sparse.hstack([sign * (sparse.diags_array(end.ravel()) @ likely), -sign * product]))
        for sign, end in ((1.0, low), (-1.0, high))
    ]
