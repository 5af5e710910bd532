"""Nash clustering: the layers of a game, from the strongest inwards (Czarnecki et al. 2020, arXiv:2004.09468).

The first layer is the support of the Nash equilibrium, the second the support of the equilibrium of what remains
without it, and so on. Everybody of a layer is beaten, or held, by the mixture of each layer before. In a "spinning top"
layers are few and wide in the middle of the range of strength, and narrow at the top and the bottom. The equilibrium is
that of largest entropy, so that duplicates stay together.

The paper defines this for one population. With two roles the supports of both are peeled off together; when one role
has none left, what remains of the other is its last layer. The supports of two roles may differ in size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats
from psrokit_plugins.tables.counts import Ints

SUPPORT = 1e-6
"""A weight above this counts as support."""
Solve = Callable[[Floats], Sequence[Floats]]
"""The equilibrium of a payoff matrix: one vector of weights if both seats are one role, else one for each."""


def nash_layers(payoff: Floats, solve: Solve) -> tuple[Ints, ...]:
    """The layer of each policy, 0 for the strongest, for each role; payoff: (K_0, K_1), of the first seat, complete."""
    weights = solve(payoff)
    layers = tuple(np.full(len(its), -1, dtype=np.int64) for its in weights)
    left, layer = [np.arange(len(its)) for its in layers], 0
    while all(map(len, left)):
        if layer:
            weights = solve(payoff[np.ix_(left[0], left[-1])])
        for its, policies, its_weights in zip(layers, left, weights, strict=True):
            its[policies[its_weights > min(SUPPORT, float(its_weights.max()) / 2)]] = layer
        left, layer = [np.flatnonzero(its < 0) for its in layers], layer + 1
    for its in layers:
        its[its < 0] = layer
    return layers


def relative_performance(payoff: Floats, layers: Sequence[Ints], solve: Solve) -> tuple[Floats, ...]:
    """What each layer's mixture earns on average against the opponents' other layers, shape (layers,) for each role.

    The layers' equilibria play each other; 0 for a single layer. Policies without opponents in their layer are mixed
    evenly.
    """
    count = [int(its.max()) + 1 for its in layers]
    mixtures = [np.zeros((most, len(its))) for most, its in zip(count, layers, strict=True)]
    for layer in range(max(count)):
        inside = [np.flatnonzero(its == layer) for its in layers]
        alone = not all(len(policies) for policies in inside)
        found = [np.full(len(policies), 1 / max(len(policies), 1)) for policies in inside]
        weights = found if alone else solve(payoff[np.ix_(inside[0], inside[-1])])
        for mixture, policies, its in zip(mixtures, inside, weights, strict=True):
            if len(policies):
                mixture[layer, policies] = its
    between = mixtures[0] @ payoff @ mixtures[-1].T
    other = ~np.eye(*between.shape, dtype=np.bool_)
    earned = (_mean(between, other), _mean(-between.T, other.T))
    return earned[: len(layers)]


def _mean(values: Floats, counted: npt.NDArray[np.bool_]) -> Floats:
    """Of the counted values of each row; 0 where there are none."""
    return np.asarray((values * counted).sum(axis=1) / np.maximum(counted.sum(axis=1), 1))
