"""Selection with finite strength: rates of a chain whose states are what a whole population plays.

A mutant appears now and then and takes over the population, or vanishes, before the next appears. It takes over with
the fixation probability of the Fermi process (Omidshafiei et al. 2019, equation 1; Traulsen et al. 2006):
rho = (1 - exp(-alpha d)) / (1 - exp(-m alpha d)), where d is what the mutant earns more, and 1/m where d = 0.
"""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats, InputError
from psrokit_plugins.structure.response_graph import policy_sinks
from psrokit_plugins.structure.stationary import stationary

MOST_STATES = 2500
"""Chains of more states are not written as a matrix."""


def selected(rates: Floats) -> Floats:
    """The stationary distribution of a chain of fixation probabilities, shape (n,).

    Raises InputError if so many of them are too small for floating point that the chain falls apart.
    """
    sinks = policy_sinks((rates > 0, rates > 0))
    if len(sinks) > 1:
        raise InputError(
            f"alpha is too large: {len(sinks)} parts of the game are left with probabilities below 1e-308",
            remedy="Choose a smaller alpha, or leave it out for the limit of infinite alpha.",
        )
    mass = np.zeros(len(rates))
    mass[sinks[0]] = stationary(rates[np.ix_(sinks[0], sinks[0])])
    return mass


def policy_rates(means: Floats, alpha: float, population: int) -> Floats:
    """Rates between the policies of one population, shape (K, K); means: (2, K, K) of a table with alike seats.

    A mutant j among i earns U(j, i) while the others earn U(i, j) against it; d is the difference.
    """
    advantage = means[1] - means[0]
    rates = fixation((advantage - advantage.T) / 2, alpha, population)
    np.fill_diagonal(rates, 0.0)
    return rates


def profile_rates(means: Floats, alpha: float, population: int) -> Floats:
    """Rates between the profiles of a game of distinct roles, by flat index; means: shape (seats, *K)."""
    size = means[0].size
    places = np.stack(np.unravel_index(np.arange(size), means.shape[1:]))
    differ = places[:, :, np.newaxis] != places[:, np.newaxis]
    single = differ.sum(axis=0) == 1
    rates = np.zeros((size, size))
    for seat, payoff in enumerate(means):
        start, goal = np.nonzero(differ[seat] & single)
        worth = payoff.ravel()
        rates[start, goal] = fixation(worth[goal] - worth[start], alpha, population)
    return rates


def fixation(advantage: Floats, alpha: float, population: int) -> Floats:
    """The probability that a mutant with this advantage takes over, elementwise."""
    strength = alpha * np.abs(advantage)
    with np.errstate(invalid="ignore", divide="ignore"):
        up = np.expm1(-strength) / np.expm1(-population * strength)
    rate = np.where(advantage < 0, up * np.exp(-(population - 1) * strength), up)
    return np.where(strength * population < 1e-300, 1 / population, rate)
