"""Correlated and coarse correlated equilibria: a joint distribution from which no seat gains by deviating.

Both sets are polytopes, {x >= 0, sum x = 1, D x <= 0} with a row of D per deviation (Aumann 1974; Moulin and Vial
1978). Which of its points is the answer is a choice, and said: `SELECTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from psrokit.api import Floats, IntegrityError, MetaStrategy
from psrokit_plugins.normal_form.even_joints import least_squared, most_entropy
from psrokit_plugins.normal_form.game import NormalForm, distribution
from psrokit_plugins.normal_form.joint_deviations import Deviations, together
from psrokit_plugins.normal_form.welfare import most_welfare

TOLERANCE = 1e-9
"""The largest gain of a deviation, in units of the payoffs' scale, of an answer."""
_CORRECTIONS = 20
Selection = Callable[[NormalForm, sparse.csr_array], tuple[Floats, bool]]
"""Chooses a joint distribution, shape (cells,), among those with D x <= 0, and says whether it is shown to be best."""

SELECTIONS: dict[str, Selection] = {
    "max_gini": lambda _, gains: least_squared(gains),
    "max_entropy": lambda _, gains: most_entropy(gains),
    "max_welfare": lambda game, gains: (most_welfare(game, gains), True),
}


def correlated_equilibrium(game: NormalForm, deviations: Deviations, select: str) -> MetaStrategy:
    """The equilibrium that `select` prefers among the joint distributions from which no deviation gains, certified.

    `gap` of its certificate is the CE or CCE gap inside the table: what all seats together gain, each divided by the
    scale of its role. Raises IntegrityError if a deviation from the answer gains more than 1e-9 of the scale,
    InputError where the table is too large.
    """
    gains = deviations.rows(game.payoffs, game.payoffs)
    best, shown = SELECTIONS[select](game, gains)
    chosen = distribution(best)
    if _largest(gains, chosen) > TOLERANCE:
        chosen = _moved_inside(chosen, gains)
    joint = game.symmetrised(chosen.reshape(game.sizes))
    largest = _largest(gains, joint.ravel())
    if largest > TOLERANCE:
        raise IntegrityError(
            f"no {select} equilibrium of this {' x '.join(map(str, game.sizes))} table could be certified: a deviation "
            f"from the best answer found gains {largest:.2g} of the scale, allowed is {TOLERANCE:.0g}"
        )
    gap = together(gains @ joint.ravel(), deviations.rivals(game.sizes))
    weights = {role: joint.sum(axis=_others(game, seat)) for role, seat in game.first_seat.items()}
    value = game.middles[game.seats[0]] + game.scales[game.seats[0]] * float((game.payoffs[0] * joint).sum())
    return MetaStrategy(weights, joint, {"value": value, "gap": gap, "scale": game.scale, select: float(shown)})


def _moved_inside(joint: Floats, gains: sparse.csr_array) -> Floats:
    """An answer that misses the polytope in its last digits, corrected: relatively, so that what is 0 remains so.

    Each time the rows that were ever violated become equalities, by the least relative change of `joint`.
    """
    broken = np.zeros(gains.shape[0], dtype=bool)
    for _ in range(_CORRECTIONS):
        excess = gains @ joint
        broken |= excess > 0
        rows = np.vstack([gains[broken].toarray(), np.ones(len(joint))])
        root = np.sqrt(joint)
        change = root * np.linalg.lstsq(rows * root, np.append(-excess[broken], 0.0))[0]
        joint = distribution(joint + change)
        if _largest(gains, joint) <= TOLERANCE:
            break
    return joint


def _largest(gains: sparse.csr_array, joint: Floats) -> float:
    return max(float((gains @ joint).max(initial=0.0)), 0.0)


def _others(game: NormalForm, seat: int) -> tuple[int, ...]:
    return tuple(other for other in range(len(game.seats)) if other != seat)
