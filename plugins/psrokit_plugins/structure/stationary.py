"""Stationary distributions and absorption of Markov chains, given by the rates at which they leave each state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.structure.compiling import compiled
from psrokit_plugins.structure.response_graph import Nodes

Step = Callable[[Floats], Floats]
"""Where a distribution over states is after one jump."""

ACCURACY = 1e-12
"""How much of the mass may still move when an iteration stops."""
_ROUNDS = 5000
_MEMORY = 3
_CAUTION = 0.7
"""How far a step goes towards where the chain would: less than all the way, since chains of responses can alternate."""


def stationary(rates: Floats) -> Floats:
    """The stationary distribution of an irreducible chain with `rates[i, j]` from i to j, shape (n, n).

    By elimination without subtractions (Grassmann, Taksar and Heyman 1985, Operations Research 33:1107), so that also
    the smallest probabilities are right, whatever the sizes of the rates.
    """
    if len(rates) == 1:
        return np.ones(1)
    answer = compiled(_eliminated)(np.array(rates, dtype=float))
    return np.asarray(answer / answer.sum())


def _eliminated(rates: Floats) -> Floats:
    """Unnormalised stationary masses; `rates` is overwritten. A loop to be compiled."""
    size = len(rates)
    for last in range(size - 1, 0, -1):
        leaving = 0.0
        for j in range(last):
            leaving += rates[last, j]
        for i in range(last):
            share = rates[i, last] / leaving
            rates[i, last] = share
            if share > 0.0:
                for j in range(last):
                    rates[i, j] += share * rates[last, j]
    mass = np.zeros(size)
    mass[0] = 1.0
    for state in range(1, size):
        for i in range(state):
            mass[state] += mass[i] * rates[i, state]
        if mass[state] > 1e250:  # only ratios count
            mass[: state + 1] /= mass[state]
    return mass


def absorbed(rates: Floats, sinks: Sequence[Nodes]) -> Floats:
    """How likely a chain from a uniformly drawn state ends in each sink; rates: (n, n), none of them leaves a sink."""
    size = len(rates)
    sunk = np.concatenate(sinks)
    moving = np.setdiff1d(np.arange(size), sunk)
    mass = np.array([len(sink) / size for sink in sinks])
    if len(moving):
        flow = np.diag(rates[moving].sum(axis=1)) - rates[np.ix_(moving, moving)]
        visits = np.linalg.solve(flow.T, np.full(len(moving), 1 / size))
        mass += [visits @ rates[np.ix_(moving, sink)].sum(axis=1) for sink in sinks]
    return np.asarray(mass / mass.sum())


def settled(step: Step, start: Floats) -> Floats:
    """The distribution that `step` leaves as it is, found from `start` by Anderson's mixing (1965, J. ACM 12:547).

    Raises IntegrityError if some mass keeps moving after thousands of rounds.
    """
    here = start / start.sum()
    moves, steps, gram = np.zeros((_MEMORY, len(here))), np.zeros((_MEMORY, len(here))), np.zeros((_MEMORY, _MEMORY))
    last = here, np.zeros_like(here)
    for turn in range(_ROUNDS):
        move = step(here) - here
        if np.abs(move).sum() <= ACCURACY:
            return np.asarray(here)
        if turn > 0:
            slot = turn % _MEMORY
            moves[slot] = move - last[1]
            steps[slot] = here - last[0] + _CAUTION * moves[slot]
            gram[slot] = gram[:, slot] = moves @ moves[slot]
        last = here, move
        weights = np.linalg.lstsq(gram, moves @ move, rcond=1e-12)[0]
        here = here + _CAUTION * move
        here -= weights @ steps
        np.maximum(here, 0.0, out=here)
        here /= here.sum()
    raise IntegrityError(f"the stationary distribution of {len(start)} states was not found in {_ROUNDS} rounds")


def drained(step: Step, sinks: Sequence[Nodes], size: int) -> Floats:
    """The same as `absorbed` by following the mass, for chains too large for a matrix; `step` stops in the sinks.

    What still moves soon has a shape that no longer changes; it then drains as it drained in the last step. Raises
    IntegrityError if it has no such shape after thousands of rounds.
    """
    moving = np.full(size, 1 / size)
    sunk = np.concatenate(sinks)
    mass = np.array([len(sink) / size for sink in sinks])
    moving[sunk] = 0.0
    for _ in range(_ROUNDS):
        left = float(moving.sum())
        if left <= ACCURACY:
            return np.asarray(mass / mass.sum())
        reached = (step(moving) + moving) / 2  # waiting half of the time changes where chains end nowhere
        arrived = np.array([reached[sink].sum() for sink in sinks])
        reached[sunk] = 0.0
        mass += arrived
        still = float(reached.sum())
        change = np.abs(reached / max(still, 1e-300) - moving / left).sum()
        if change <= ACCURACY and arrived.sum() > 0:
            mass += still * arrived / arrived.sum()
            return np.asarray(mass / mass.sum())
        moving = reached
    raise IntegrityError(f"where {size} profiles end was not found in {_ROUNDS} rounds")
