"""How many different ways of playing a population holds, as one number; two definitions."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats


def effective_diversity(payoff: Floats, weights: Floats) -> float:
    """The sum of w_i max(A_ij, 0) w_j: how much the members of an equilibrium exploit one another.

    Balduzzi et al. 2019 (arXiv:1901.08106), definition 4, with the Nash equilibrium of the antisymmetric A (K, K) as
    `weights` (K,). It is 0 for a game with one best policy, and is measured in payoffs.
    """
    return float(weights @ np.maximum(payoff, 0.0) @ weights)


def expected_cardinality(payoff: Floats) -> float:
    """tr(I - (L + I)^-1) with L = A A': how many members a determinantal process with kernel L draws on average.

    Perez-Nieves et al. 2021 (arXiv:2103.07927), equation 3, on the rows of A (K, M). Between 0 and the rank of A; it
    grows with the size of payoffs, so only populations of one game can be compared.
    """
    singular = np.linalg.svd(payoff, compute_uv=False) ** 2
    return float((singular / (1 + singular)).sum())
