"""The most even of the joint distributions from which no deviation gains: least sum of squares, or most entropy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linprog

from psrokit.api import Floats
from psrokit_plugins.normal_form.interior_point import ENTROPY, Separable, least_convex

EXACT = 1e-6
"""By how much an answer may miss the conditions of the optimum (see `least_convex`)."""
_LENGTH = 1e6
_FEASIBLE = 1e-10


def most_even(objective: Separable, gains: sparse.csr_array) -> tuple[Floats, bool]:
    """The x >= 0 with sum 1 and gains @ x <= 0 of least objective, shape (cells,), and whether it is shown to be that.

    Where a cell can have no probability, the slope of the entropy is infinite at the answer and steps towards it come
    to a halt: then those cells are left out.
    """
    joint, missed = least_convex(objective, gains)
    if missed > EXACT and objective is ENTROPY:
        played = playable(gains)
        inside, rest = least_convex(objective, _without_idle(gains, played))
        if rest < missed:
            joint, missed = np.zeros(len(played)), rest
            joint[played] = inside
    return joint, missed <= EXACT


def _without_idle(gains: sparse.csr_array, played: npt.NDArray[np.bool_]) -> sparse.csr_array:
    """The columns of the cells that are played, and the rows in which something is left."""
    kept = sparse.csr_array(gains.tocsc()[:, played])
    return sparse.csr_array(kept[np.diff(kept.indptr) > 0])


def playable(gains: sparse.csr_array) -> npt.NDArray[np.bool_]:
    """Which cells have a probability in some x >= 0 with gains @ x <= 0, shape (cells,).

    Such x of any length form a cone. Among them the program maximises sum_i min(x_i, 1): lengthening x brings every
    cell that can be played to 1, and no other off 0. Probabilities below 1 / `_LENGTH` are not looked for. All
    of them where the program fails.
    """
    cells = gains.shape[1]
    answer = linprog(
        np.repeat([-1.0, 0.0], cells),
        A_ub=sparse.hstack([gains, gains], format="csr"),
        b_ub=np.zeros(gains.shape[0]),
        bounds=np.repeat([[0.0, 1.0], [0.0, _LENGTH]], cells, axis=0),
        method="highs-ds",
        options={"primal_feasibility_tolerance": _FEASIBLE, "dual_feasibility_tolerance": _FEASIBLE},
    )
    return np.asarray(answer.x[:cells] > 0.5) if answer.status == 0 else np.ones(cells, dtype=np.bool_)
