"""The point of least sum of squares in {x >= 0, sum x = 1, G x <= 0}, by a primal-dual interior-point method.

Mehrotra's predictor and corrector (1992) on the optimality conditions, from an infeasible start: as for linear
programs, with the second derivative of the objective on the diagonal (Nocedal and Wright 2006, chapter 16).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from psrokit.api import Floats
from psrokit_plugins.normal_form.quasidefinite import QuasiDefinite

_STEPS = 200
_DONE = 1e-12
_STUCK = 1e-10
_LOST = 1e6


@dataclass(slots=True)
class _Point:
    """x, slacks s = slack - G x, multipliers: y of the sum, z of G x <= slack, w of x >= 0."""

    x: Floats
    s: Floats
    y: float
    z: Floats
    w: Floats

    @property
    def gap(self) -> float:
        """The mean of the products that are 0 at the optimum."""
        return float(self.s @ self.z + self.x @ self.w) / (len(self.s) + len(self.x))


def least_squares(rows: sparse.csr_array, slack: float) -> tuple[Floats, float]:
    """The minimiser, shape (cells,), as exact as the numbers allow, and by how much it misses being one.

    rows: G, (rows, cells). slack: G x <= slack is what is asked, so that there is room also where the set is a single
    point. What the minimiser misses are the optimality conditions, of half the sum of squares divided by the number of
    cells, so that tables of all sizes are alike. Whoever calls certifies.
    """
    count, cells = rows.shape
    uniform = np.full(cells, 1 / cells)
    if count == 0:
        return uniform, 0.0
    point = _Point(uniform, np.ones(count), 0.0, np.full(count, 1e-1), np.full(cells, 1.0 / cells))
    problem = _Problem(rows, sparse.csr_array(rows.T), slack)
    best, least = point, np.inf
    for _ in range(_STEPS):
        with np.errstate(all="ignore"):  # close to the optimum numbers may leave their range: that ends the search
            error = problem.error(point)
            if error < least:
                best, least = point, error
            if least <= _DONE or not error <= _LOST * least:
                break
            length, step = problem.direction(point)
        if not length > _STUCK:
            break
        point = _moved(point, step, length)
    return best.x, least


@dataclass(frozen=True, slots=True)
class _Problem:
    """The constraints' rows G with their transpose, and the slack."""

    rows: sparse.csr_array
    transposed: sparse.csr_array
    slack: float

    def error(self, at: _Point) -> float:
        """By how much a point misses the optimality conditions."""
        dual, primal, slack = self._residuals(at)
        return max(at.gap * (len(at.s) + len(at.x)), abs(primal), _size(slack), _size(dual))

    def direction(self, at: _Point) -> tuple[float, _Point]:
        """The next step, and how far to go along it."""
        system = QuasiDefinite(1 / len(at.x) + at.w / at.x, self.rows, self.transposed, at.s / at.z)
        guess = self._step(system, at, 0.0, None)
        after = _moved(at, guess, _longest(at, guess))
        step = self._step(system, at, at.gap * (after.gap / at.gap) ** 3, guess)
        return 0.995 * _longest(at, step), step

    def _step(self, system: QuasiDefinite, at: _Point, centre: float, guess: _Point | None) -> _Point:
        """The Newton step towards products of `centre`, corrected by the second-order terms of `guess`."""
        dual, primal, slack = self._residuals(at)
        rough_s = at.s * at.z - centre + (guess.s * guess.z if guess else 0.0)
        rough_x = at.x * at.w - centre + (guess.x * guess.w if guess else 0.0)
        x, z, y = system.solve(-dual - rough_x / at.x, rough_s / at.z - slack, -primal)
        return _Point(x, -(rough_s + at.s * z) / at.z, y, z, -(rough_x + at.w * x) / at.x)

    def _residuals(self, at: _Point) -> tuple[Floats, float, Floats]:
        dual = at.x / len(at.x) + self.transposed @ at.z - at.y - at.w
        return dual, float(at.x.sum()) - 1.0, self.rows @ at.x + at.s - self.slack


def _longest(at: _Point, step: _Point) -> float:
    """How far along a step the first of x, s, z and w is 0; at most 1."""
    pairs = ((at.x, step.x), (at.s, step.s), (at.z, step.z), (at.w, step.w))
    return min(_reach(*pair) for pair in pairs)


def _reach(values: Floats, step: Floats) -> float:
    falling = step < 0
    return min(1.0, float(np.min(-values[falling] / step[falling], initial=1.0)))


def _moved(at: _Point, step: _Point, length: float) -> _Point:
    return _Point(
        at.x + length * step.x,
        at.s + length * step.s,
        at.y + length * step.y,
        at.z + length * step.z,
        at.w + length * step.w,
    )


def _size(values: Floats) -> float:
    return float(np.abs(values).max(initial=0.0))
