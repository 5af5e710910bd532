"""Equilibria of a table's subgames, one rule for all: that of largest entropy."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats, PayoffTable
from psrokit_plugins.analysis.equilibrium import SOLVER
from psrokit_plugins.structure.clustering import Solve
from psrokit_plugins.tables.payoffs import table_of_payoffs


def subgame_solver(table: PayoffTable) -> Solve:
    """Solves payoff matrices of the first seat of a zero-sum game, (K_0, K_1), by the roles of the table's seats.

    Alike seats: the matrices are antisymmetric, and one vector of weights is the answer; else one for each role.
    """
    seats = table.seats

    def solve(payoff: Floats) -> tuple[Floats, ...]:
        solved = SOLVER.solve(table_of_payoffs(seats, np.stack([payoff, -payoff])))
        return tuple(solved.weights[role] for role in dict.fromkeys(seats))

    return solve
