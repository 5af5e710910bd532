"""Mixed strategies of any number of players whose supports earn the same, by Newton's method.

In an equilibrium all policies of a support earn the same: u_i(x) is their mean for each of them, and x sums to 1. With
two players that is linear; with more it is a system of polynomials, which Newton's method solves from nearby.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, Role
from psrokit_plugins.normal_form.game import NormalForm, Profile, distribution

_STEPS = 20
_SOLVED = 1e-14
_NEAR = 0.01
"""No weight moves further: another solution is not asked for."""
Supports = Mapping[Role, npt.NDArray[np.intp]]


def indifferent(game: NormalForm, near: Profile) -> Profile | None:
    """The strategies of that kind with the supports of `near`, close to it; None where none are found.

    That no policy outside of the supports earns more is for whoever asks to see.
    """
    supports = {role: np.flatnonzero(its) for role, its in near.items()}
    ends = np.cumsum([len(its) for its in supports.values()])[:-1]
    strategies = dict(near)
    for _ in range(_STEPS):
        unequal, slope = _equations(game, strategies, supports)
        if np.abs(unequal).max() <= _SOLVED:
            return strategies
        steps = np.split(np.linalg.lstsq(slope, -unequal)[0], ends)
        for (role, its), step in zip(supports.items(), steps, strict=True):
            moved = strategies[role].copy()
            moved[its] += step
            if moved.min() < 0 or np.abs(moved - near[role]).max() > _NEAR:
                return None
            strategies[role] = distribution(moved)
    return None


def _equations(game: NormalForm, strategies: Profile, supports: Supports) -> tuple[Floats, Floats]:
    """What each policy of a support earns more than their mean, and after those of a role by how much its weights miss
    the sum of 1; and the derivatives of both by the weights of all supports.
    """
    payoffs = game.deviation_payoffs(strategies)
    unequal, slopes = [], []
    for role, its in supports.items():
        earned, parts = payoffs[role][its], [game.slope(role, other, strategies)[its] for other in supports]
        slope = np.hstack([part[:, theirs] for part, theirs in zip(parts, supports.values(), strict=True)])
        unequal += [earned - earned.mean(), [strategies[role].sum() - 1]]
        slopes += [
            slope - slope.mean(axis=0),
            np.repeat([float(role == other) for other in supports], [*map(len, supports.values())]),
        ]
    return np.concatenate(unequal), np.vstack(slopes)
