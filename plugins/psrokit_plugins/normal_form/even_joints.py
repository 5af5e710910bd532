"""The most even of the joint distributions from which no deviation gains: least sum of squares, or most entropy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linprog

from psrokit.api import Floats
from psrokit_plugins.normal_form.entropy_dual import most_entropic
from psrokit_plugins.normal_form.least_squares import least_squares

EXACT = 1e-6
"""By how much an answer may miss the conditions of the least sum of squares, or the largest entropy in nats."""
_SLACK = 2e-10
"""By how much gains may exceed 0 while the answer is looked for: a set without an interior has one then."""
_FEASIBLE = 1e-9
_LENGTH = 1e6
_PRECISION = 1e-10


def least_squared(gains: sparse.csr_array) -> tuple[Floats, bool]:
    """The x >= 0 with sum 1 and gains @ x <= 0 of least sum of squares, and whether it is shown to be that."""
    joint, missed = least_squares(gains, _SLACK)
    return joint, missed <= EXACT


def most_entropy(gains: sparse.csr_array) -> tuple[Floats, bool]:
    """The x >= 0 with sum 1 and gains @ x <= 0 of most entropy, shape (cells,), and whether it is shown to be that.

    Shown by weak duality: its entropy is at most 1e-6 below a bound on all of them. Cells that no such x plays are left
    out first, for their multipliers would be infinite. Where that is lost in the payoffs' scales all cells are kept;
    where that fails as well, the answer is that of least sum of squares.
    """
    played = playable(gains)
    joint = np.zeros(len(played))
    joint[played], shown = _most_entropy(_without_idle(gains, played))
    if not shown and not played.all():
        joint, shown = _most_entropy(gains)
    return (joint, True) if shown else (least_squared(gains)[0], False)


def _most_entropy(gains: sparse.csr_array) -> tuple[Floats, bool]:
    count, cells = gains.shape
    if count == 0:
        return np.full(cells, 1 / cells), True
    found = most_entropic(gains, _SLACK)
    return found.x, float((gains @ found.x).max()) <= _FEASIBLE and found.bound - found.entropy <= EXACT


def _without_idle(gains: sparse.csr_array, played: npt.NDArray[np.bool_]) -> sparse.csr_array:
    """The columns of the cells that are played, and the rows in which something is left."""
    kept = sparse.csr_array(gains.tocsc()[:, played])
    return sparse.csr_array(kept[np.diff(kept.indptr) > 0])


def playable(gains: sparse.csr_array) -> npt.NDArray[np.bool_]:
    """Which cells have a probability in some x >= 0 with gains @ x <= 0, shape (cells,).

    Such x of any length form a cone. Among them the program maximises sum_i min(x_i, 1): lengthening x brings every
    cell that can be played to 1, and no other off 0. Probabilities below 1 / `_LENGTH` are not looked for. All
    of them where the program fails, or finds none, though there is an equilibrium always.
    """
    cells = gains.shape[1]
    answer = linprog(
        np.repeat([-1.0, 0.0], cells),
        A_ub=sparse.hstack([gains, gains], format="csr"),
        b_ub=np.zeros(gains.shape[0]),
        bounds=np.repeat([[0.0, 1.0], [0.0, _LENGTH]], cells, axis=0),
        method="highs-ds",
        options={"primal_feasibility_tolerance": _PRECISION, "dual_feasibility_tolerance": _PRECISION},
    )
    found = answer.x[:cells] > 0.5 if answer.status == 0 else np.zeros(cells, dtype=np.bool_)
    return np.asarray(found if found.any() else ~found)
