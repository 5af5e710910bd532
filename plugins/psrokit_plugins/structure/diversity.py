"""How many different ways of playing a population holds, as one number; two definitions."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats


def effective_diversity(payoff: Floats, row: Floats, column: Floats) -> float:
    """The sum of x_i max(A_ij - v, 0) y_j: how much the members of an equilibrium exploit one another.

    Balduzzi et al. 2019 (arXiv:1901.08106), definition 4, for the antisymmetric A of one population, whose equilibrium
    is x = y and whose value v = x'Ay is 0. Of two roles it is the same sum around the value; it is equal for either. It
    is 0 for a game with one best policy, and is measured in payoffs. payoff: (K_0, K_1); row, column: the equilibrium.
    """
    value = row @ payoff @ column
    return float(row @ np.maximum(payoff - value, 0.0) @ column)


def expected_cardinality(payoff: Floats, row_noise: Floats | float = 0.0) -> float:
    """tr(I - (L + I)^-1) with L = A A': how many members a determinantal process with kernel L draws on average.

    Perez-Nieves et al. 2021 (arXiv:2103.07927), equation 3, on the rows of A (K, M). Between 0 and the rank of A; it
    grows with the size of payoffs, so only populations of one game can be compared.

    row_noise: the variances of the payoffs of each row added up, (K,). Noise adds as much to the diagonal of L on
    average, and makes any two rows look different; it is taken off, and what is negative then is 0.
    """
    kernel = payoff @ payoff.T
    kernel[np.diag_indices_from(kernel)] -= row_noise
    values = np.maximum(np.linalg.eigvalsh(kernel), 0.0)
    return float((values / (1 + values)).sum())
