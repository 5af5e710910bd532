"""The distribution of most entropy under linear inequalities, by the dual program.

The largest entropy of {x >= 0, sum x = 1, G x <= 0} is the least log sum exp(-G'z) over multipliers z >= 0, and the
distribution is x ~ exp(-G'z) (Ortiz, Schapire and Kakade 2007, AISTATS). A barrier method finds z: Newton steps on
log sum exp(-G'z) + slack sum z - mu sum log z, mu falling to 0, scaled by slacks of G x <= slack that move by
themselves, as in primal-dual methods (Nocedal and Wright 2006, chapter 19). x follows from z at every step: steps of x
itself come to a halt where x spans many orders of magnitude, since the slope of the entropy at 0 is infinite.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from psrokit.api import Floats
from psrokit_plugins.normal_form.quasidefinite import QuasiDefinite

_STEPS = 120
_FIRST, _LAST = 1e-1, 1e-15
_NEAR = 10.0
_DONE = 1e-10
_INSIDE = 0.995
_WIDTH = 1e10
_HALVINGS = 50
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class DualPoint:
    """x ~ exp(-G'z), shape (cells,), with its multipliers z and the slacks s of the rows, (rows,), all positive.

    bound: log sum exp(-G'z), which no entropy under the inequalities exceeds, whatever z is.
    """

    x: Floats
    z: Floats
    s: Floats
    bound: float

    @property
    def entropy(self) -> float:
        """Of x, in nats."""
        return float(-self.x @ np.log(self.x))


def most_entropic(rows: sparse.csr_array, slack: float) -> DualPoint:
    """The distribution x of most entropy with rows @ x <= slack, as far as it was found: whoever calls looks at it.

    rows: G, (rows, cells), at least one. slack: a small amount above 0, so that there is room between the inequalities.
    """
    transposed = sparse.csr_array(rows.T)
    count = rows.shape[0]
    point, barrier = _point(transposed, np.full(count, _FIRST), np.ones(count)), _FIRST
    with np.errstate(all="ignore"):  # multipliers may leave the range of numbers: that ends the search
        for _ in range(_STEPS):
            excess = rows @ point.x - slack
            if excess.max() <= slack and np.abs(excess) @ point.z <= _DONE:
                break
            if np.abs(excess * point.z + barrier).max() <= _NEAR * barrier:
                if barrier <= _LAST:
                    break
                barrier = max(_LAST, min(barrier / 5, barrier**1.5))
            moved = _after_step(rows, transposed, point, slack, barrier)
            if moved is None:
                break
            point = moved
    return point


def _point(transposed: sparse.csr_array, z: Floats, s: Floats) -> DualPoint:
    exponents = -(transposed @ z)
    top = float(exponents.max())
    parts = np.exp(exponents - top)
    total = float(parts.sum())
    return DualPoint(np.maximum(parts / total, _TINY), z, s, top + float(np.log(total)))


def _after_step(
    rows: sparse.csr_array, transposed: sparse.csr_array, at: DualPoint, slack: float, barrier: float
) -> DualPoint | None:
    """The point after a Newton step that lowers the barrier function; None if no step does."""
    fall = rows @ at.x - slack + barrier / at.z
    system = QuasiDefinite(1 / at.x, rows, transposed, at.s / at.z)
    _, z, _ = system.solve(np.zeros(len(at.x)), -fall, 0.0)
    s = barrier / at.z - at.s - at.s / at.z * z
    slacks = at.s + _longest(at.s, s) * s
    before, length = _height(at, slack, barrier), _longest(at.z, z)
    for _ in range(_HALVINGS):
        moved = _point(transposed, at.z + length * z, slacks)
        allowed = before - 1e-4 * length * float(fall @ z) + 1e-15 * (1 + abs(before))
        if _height(moved, slack, barrier) <= allowed:
            centre = barrier / moved.z
            return DualPoint(moved.x, moved.z, np.clip(slacks, centre / _WIDTH, centre * _WIDTH), moved.bound)
        length /= 2
    return None


def _height(at: DualPoint, slack: float, barrier: float) -> float:
    """The barrier function."""
    return at.bound + slack * float(at.z.sum()) - barrier * float(np.log(at.z).sum())


def _longest(values: Floats, step: Floats) -> float:
    """How far along a step, at most 1, all values stay positive."""
    falling = step < 0
    return min(1.0, _INSIDE * float(np.min(-values[falling] / step[falling], initial=1 / _INSIDE)))
