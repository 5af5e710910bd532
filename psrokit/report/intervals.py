"""Intervals for what a payoff table's sums and counts say.

A textbook interval has no width when all samples are equal, which few decisive games often are. As Agresti and Coull
(1998, The American Statistician 52:119) do for proportions, two imaginary samples are added at each end of the range
of returns before Student's interval is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from psrokit.estimate import Estimate
from psrokit.game import Floats
from psrokit.payoff import Ints, PayoffTable

LEVEL = 0.95
METHOD = "Student interval after two imaginary samples at each end of the range of returns"
EXACT_METHOD = "arithmetic with exact payoffs"
_ADDED = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one seat's payoff in some cells; all arrays have one shape.

    mean: what was found. centre, error: middle of the interval and its standard error, 0 where `exact`.
    n: independent samples. origin: cells of equal origin hold the same evidence, seats exchanged.
    reach: the range of returns, which no interval leaves.
    """

    mean: Floats
    centre: Floats
    error: Floats
    n: Ints
    exact: npt.NDArray[np.bool_]
    origin: Ints
    reach: tuple[float, float]

    def at(self, index: tuple[int | slice, ...]) -> Evidence:
        """The same for the cells that `index` selects."""
        return Evidence(
            mean=np.asarray(self.mean[index]),
            centre=np.asarray(self.centre[index]),
            error=np.asarray(self.error[index]),
            n=np.asarray(self.n[index]),
            exact=np.asarray(self.exact[index]),
            origin=np.asarray(self.origin[index]),
            reach=self.reach,
        )


def evidence(table: PayoffTable, seat: int, reach: tuple[float, float] | None) -> Evidence:
    """What a table knows of one seat, shape (*K). reach: the range of its returns, None if nothing was played."""
    low, high = reach or (0.0, 0.0)
    total = table.count + 2 * _ADDED
    centre = (table.total[seat] + _ADDED * (low + high)) / total
    squares = table.squares[seat] + _ADDED * (low**2 + high**2)
    error = np.sqrt(np.maximum(squares - total * centre**2, 0.0) / (total - 1) / total)
    mean, exact = table.mean[seat], table.exact
    return Evidence(
        mean, np.where(exact, mean, centre), np.where(exact, 0, error), table.count, exact, origins(table), (low, high)
    )


def weighted(cells: Evidence, weights: Floats, convention: str) -> Estimate:
    """The payoff when cells come up with these probabilities; those that never do take no part.

    Errors of cells that hold the same evidence are added, which holds however they depend on each other; those of
    others are independent. Degrees of freedom are Welch and Satterthwaite's. Imaginary samples pull every cell towards
    the middle; over many cells that adds up to more than the margin, so there the interval spans what was found too.
    """
    used = weights != 0
    chances = weights[used]
    value = float(chances @ cells.mean[used])
    if bool(cells.exact[used].all()):
        return Estimate.exact(value, kind="payoff", convention=convention, units="return", method=EXACT_METHOD)
    origins, place = np.unique(cells.origin[used], return_inverse=True)
    variances = np.bincount(place, chances * cells.error[used]) ** 2
    samples = np.zeros(len(origins), dtype=np.int64)
    samples[place] = np.where(cells.exact[used], 0, cells.n[used])
    freedom = variances.sum() ** 2 / max(float((variances**2 / np.maximum(samples - 1, 1)).sum()), np.finfo(float).tiny)
    margin = float(stdtrit(max(freedom, 1.0), (1 + LEVEL) / 2) * np.sqrt(variances.sum()))
    centre = float(chances @ cells.centre[used])
    middles = (centre, value) if len(origins) > 1 else (centre,)
    low = min(max(min(middles) - margin, cells.reach[0]), value)
    high = max(min(max(middles) + margin, cells.reach[1]), value)
    n = int(samples.sum())
    return Estimate(value, low, high, LEVEL, "payoff", "estimate", convention, "return", n, METHOD)


def difference(first: Estimate, second: Estimate, convention: str) -> Estimate:
    """The first payoff less the second, with an interval that holds however the two depend on each other."""
    value = first.value - second.value
    if first.bound == second.bound == "exact":
        return Estimate.exact(value, kind="gain", convention=convention, units="return", method=EXACT_METHOD)
    level = first.level + second.level - 1
    low, high = first.low - second.high, first.high - second.low
    return Estimate(value, low, high, level, "gain", "estimate", convention, "return", first.n + second.n, METHOD)


def origins(table: PayoffTable) -> Ints:
    """For each cell the flat index of the first of its mirrors, shape (*K)."""
    places = np.indices(table.sizes)
    for role in set(table.seats):
        alike = [seat for seat, its_role in enumerate(table.seats) if its_role == role]
        places[alike] = np.sort(places[alike], axis=0)
    return np.asarray(np.ravel_multi_index(tuple(places), table.sizes))
