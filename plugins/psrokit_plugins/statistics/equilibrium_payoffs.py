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


def equilibrium_payoffs(table: Incomplete, deviations: Deviations, shares: Floats) -> tuple[float, float]:
    """Between what `shares` @ payoffs is in every equilibrium of every completion; shares: (seats,).

    Raises InputError where the table is too large, IntegrityError if a program fails.
    """
    low, high = table.low / table.scale, table.high / table.scale
    missing = np.asarray((low < high).any(axis=0))
    holes = np.flatnonzero(missing)
    own = np.where(missing, 0.0, low)
    paid = [
        deviations.rows(np.zeros_like(low), _only(seat, missing, low)).tocsc()[:, holes] for seat in range(len(low))
    ]
    gains = sparse.hstack([deviations.rows(low, own), *paid])
    bounds = [end.reshape(len(low), -1)[:, holes] for end in (low, high)]
    within = _products(bounds[0], bounds[1], holes, missing.size)
    rows = sparse.csr_array(sparse.vstack([gains, *within]))
    amount = np.append(np.tensordot(shares, own, axes=1).ravel(), np.repeat(shares, holes.size))
    profiles = np.arange(amount.size) < missing.size
    ends = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * amount,
            A_ub=rows,
            b_ub=np.zeros(rows.shape[0]),
            A_eq=profiles[np.newaxis].astype(float),
            b_eq=[1.0],
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


def _products(low: Floats, high: Floats, holes: Ints, profiles: int) -> list[sparse.csr_array]:
    """Rows that keep each product of payoff and likelihood between its bounds; low, high: (seats, holes)."""
    seats, count = low.shape
    chosen = sparse.csr_array((np.ones(count), (np.arange(count), holes)), shape=(count, profiles))
    likely, product = sparse.vstack([chosen] * seats), sparse.eye_array(seats * count)
    return [
        sparse.csr_array(sparse.hstack([sign * (sparse.diags_array(end.ravel()) @ likely), -sign * product]))
        for sign, end in ((1.0, low), (-1.0, high))
    ]
