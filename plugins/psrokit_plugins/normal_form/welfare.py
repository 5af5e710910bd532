"""The correlated equilibrium with the largest sum of payoffs, by linear programming."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.normal_form.game import NormalForm

_FEASIBLE = 1e-10


def most_welfare(game: NormalForm, gains: sparse.csr_array) -> Floats:
    """The x >= 0 with sum 1 and gains @ x <= 0 that maximises the sum of all seats' returns, shape (cells,).

    Where several do it is a vertex, the same one each time. Raises IntegrityError if the linear program fails.
    """
    largest = game.scale or 1.0
    shares = np.array([game.scales[role] / largest for role in game.seats])
    welfare = np.tensordot(shares, game.payoffs, axes=1).ravel()
    answer = linprog(
        -welfare,
        A_ub=gains,
        b_ub=np.zeros(gains.shape[0]),
        A_eq=np.ones((1, len(welfare))),
        b_eq=[1.0],
        method="highs",
        options={"primal_feasibility_tolerance": _FEASIBLE, "dual_feasibility_tolerance": _FEASIBLE},
    )
    if answer.status != 0:
        raise IntegrityError(f"the linear program of the largest welfare failed: {answer.message}")
    return np.asarray(answer.x)
