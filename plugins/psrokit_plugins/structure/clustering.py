"""Nash clustering: the layers of a game, from the strongest inwards (Czarnecki et al. 2020, arXiv:2004.09468).

The first layer is the support of the Nash equilibrium, the second the support of the equilibrium of what remains
without it, and so on. Everybody of a layer is beaten, or held, by the mixture of each layer before. In a "spinning top"
layers are few and wide in the middle of the range of strength, and narrow at the top and the bottom. The equilibrium is
that of largest entropy, so that duplicates stay together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats

SUPPORT = 1e-6
"""A weight above this counts as support."""
Ints = npt.NDArray[np.int64]
Solve = Callable[[Floats], Floats]
"""The equilibrium of an antisymmetric payoff matrix."""


def nash_layers(payoff: Floats, solve: Solve) -> Ints:
    """The layer of each policy, 0 for the strongest, shape (K,). payoff: antisymmetric, (K, K), complete."""
    layers = np.full(len(payoff), -1, dtype=np.int64)
    left, layer = np.arange(len(payoff)), 0
    while len(left):
        weights = solve(payoff[np.ix_(left, left)])
        inside = weights > min(SUPPORT, float(weights.max()) / 2)
        layers[left[inside]] = layer
        left, layer = left[~inside], layer + 1
    return layers


def relative_performance(payoff: Floats, layers: Ints, solve: Solve) -> Floats:
    """What each layer's mixture earns on average against those of the other layers, shape (layers,).

    The layers' equilibria play each other; 0 for a single layer.
    """
    count = int(layers.max(initial=-1)) + 1
    mixtures = np.zeros((count, len(payoff)))
    for layer in range(count):
        inside = np.flatnonzero(layers == layer)
        mixtures[layer, inside] = solve(payoff[np.ix_(inside, inside)])
    between = mixtures @ payoff @ mixtures.T
    return np.asarray(between.sum(axis=1) / max(count - 1, 1))
