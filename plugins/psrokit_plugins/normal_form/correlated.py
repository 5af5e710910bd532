"""Correlated and coarse correlated equilibria: a joint distribution from which no seat gains by deviating.

Both sets are polytopes, {x >= 0, sum x = 1, D x <= 0} with a row of D per deviation (Aumann 1974; Moulin and Vial
1978). Which of its points is the answer is a choice, and said: `SELECTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy import sparse

from psrokit.api import Floats, InputError, IntegrityError, MetaStrategy
from psrokit_plugins.normal_form.even_joints import least_squared, most_entropy
from psrokit_plugins.normal_form.game import NormalForm, distribution
from psrokit_plugins.normal_form.welfare import most_welfare

TOLERANCE = 1e-9
"""The largest gain of a deviation, in units of the payoffs' scale, of an answer."""
_CORRECTIONS = 20
_MOST_ENTRIES = 20_000_000
Selection = Callable[[NormalForm, sparse.csr_array], tuple[Floats, bool]]
"""Chooses a joint distribution, shape (cells,), among those with D x <= 0, and says whether it is shown to be best."""

SELECTIONS: dict[str, Selection] = {
    "max_gini": lambda _, gains: least_squared(gains),
    "max_entropy": lambda _, gains: most_entropy(gains),
    "max_welfare": lambda game, gains: (most_welfare(game, gains), True),
}


def correlated_equilibrium(game: NormalForm, gains: sparse.csr_array, select: str) -> MetaStrategy:
    """The equilibrium that `select` prefers among the joint distributions x with `gains` @ x <= 0, certified.

    Raises IntegrityError if a deviation from the answer gains more than 1e-9 of the scale.
    """
    best, shown = SELECTIONS[select](game, gains)
    chosen = distribution(best)
    if _largest(gains, chosen) > TOLERANCE:
        chosen = _moved_inside(chosen, gains)
    joint = game.symmetrised(chosen.reshape(game.sizes))
    gap = _largest(gains, joint.ravel())
    if gap > TOLERANCE:
        raise IntegrityError(
            f"no {select} equilibrium of this {' x '.join(map(str, game.sizes))} table could be certified: a deviation "
            f"from the best answer found gains {gap:.2g} of the scale, allowed is {TOLERANCE:.0g}"
        )
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


def coarse_gains(game: NormalForm) -> sparse.csr_array:
    """A row per seat and policy, a column per cell: what the seat gains by always playing that policy instead."""
    _refuse_large(game, sum(game.sizes) * int(np.prod(game.sizes)))
    rows = [gain.ravel() for seat in range(len(game.seats)) for gain in _switches(game, seat)]
    return sparse.csr_array(np.array(rows))


def recommended_gains(game: NormalForm) -> sparse.csr_array:
    """A row per seat and two policies: what the seat gains by playing the second whenever the first is recommended."""
    _refuse_large(game, sum(game.sizes) * int(np.prod(game.sizes)))
    rows = [row for seat in range(len(game.seats)) for row in _recommended(game, seat)]
    cells = int(np.prod(game.sizes))
    return sparse.csr_array(sparse.vstack(rows)) if rows else sparse.csr_array((0, cells))


def _switches(game: NormalForm, seat: int) -> Iterator[Floats]:
    """For each policy what `seat` gains in every cell by playing it instead, shape (*K)."""
    payoffs = game.payoffs[seat]
    for policy in range(game.sizes[seat]):
        yield np.take(payoffs, [policy], axis=seat) - payoffs


def _recommended(game: NormalForm, seat: int) -> Iterator[sparse.csr_array]:
    cells = np.arange(int(np.prod(game.sizes))).reshape(game.sizes)
    for other, gain in enumerate(_switches(game, seat)):
        for policy in range(game.sizes[seat]):
            if policy != other:
                columns = np.take(cells, policy, axis=seat).ravel()
                values = np.take(gain, policy, axis=seat).ravel()
                yield sparse.csr_array((values, columns, [0, len(columns)]), shape=(1, cells.size))


def _others(game: NormalForm, seat: int) -> tuple[int, ...]:
    return tuple(other for other in range(len(game.seats)) if other != seat)


def _refuse_large(game: NormalForm, entries: int) -> None:
    if entries > _MOST_ENTRIES:
        raise InputError(
            f"a correlated equilibrium of {' x '.join(map(str, game.sizes))} policies needs {entries} numbers, "
            f"at most {_MOST_ENTRIES} are taken",
            remedy="Meta-solvers for large tables: regret_matching, fictitious_play, uniform.",
        )
