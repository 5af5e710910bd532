"""Minimise a separable convex function over {x >= 0, sum x = 1, G x <= 0} by a primal-dual interior-point method.

Mehrotra's predictor and corrector (1992) on the optimality conditions, from an infeasible start: as for linear
programs, with the second derivative of the objective on the diagonal (Nocedal and Wright 2006, chapters 14 and 19).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse

from psrokit.api import Floats

_STEPS = 200
_DONE = 1e-12
_STUCK = 1e-10
_LOST = 1e6
_REFINEMENTS = 2
_SLACK = 2e-10
"""By how much G x <= 0 is relaxed, so that the feasible set has an interior also where it is a single point."""


@dataclass(frozen=True, slots=True)
class Separable:
    """sum_i f(x_i), strictly convex for x > 0: first and second derivative of f."""

    slope: Callable[[Floats], Floats]
    curvature: Callable[[Floats], Floats]


GINI = Separable(slope=lambda x: x, curvature=np.ones_like)
"""Half the sum of squares: least where the Gini impurity 1 - sum x^2 is largest."""
ENTROPY = Separable(slope=lambda x: np.log(x) + 1.0, curvature=lambda x: 1.0 / x)
"""Negative Shannon entropy."""


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


def least_convex(objective: Separable, rows: sparse.csr_array) -> tuple[Floats, float]:
    """The minimiser, shape (cells,), as exact as the numbers allow, and by how much it misses being one.

    What it misses are the optimality conditions, of the objective divided by its curvature at the uniform point, so
    that tables of all sizes are alike. Whoever calls certifies.
    """
    count, cells = rows.shape
    uniform = np.full(cells, 1 / cells)
    if count == 0:
        return uniform, 0.0
    scale = cells * float(objective.curvature(uniform)[0])
    point = _Point(uniform, np.ones(count), 0.0, np.full(count, 1e-1), np.full(cells, 1.0 / cells))
    problem = _Problem(objective, scale, rows, sparse.csr_array(rows.T))
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
    """What is minimised, divided by `scale`, and the constraints' rows G with their transpose."""

    objective: Separable
    scale: float
    rows: sparse.csr_array
    transposed: sparse.csr_array

    def error(self, at: _Point) -> float:
        """By how much a point misses the optimality conditions."""
        dual, primal, slack = self._residuals(at)
        return max(at.gap * (len(at.s) + len(at.x)), abs(primal), _size(slack), _size(dual))

    def direction(self, at: _Point) -> tuple[float, _Point]:
        """The next step, and how far to go along it."""
        residuals = self._residuals(at)
        newton = _Newton(self.objective.curvature(at.x) / self.scale, self.rows, self.transposed, at)
        guess = newton.step(*residuals, 0.0, None)
        after = _moved(at, guess, _longest(at, guess))
        step = newton.step(*residuals, at.gap * (after.gap / at.gap) ** 3, guess)
        return 0.995 * _longest(at, step), step

    def _residuals(self, at: _Point) -> tuple[Floats, float, Floats]:
        dual = self.objective.slope(at.x) / self.scale + self.transposed @ at.z - at.y - at.w
        return dual, float(at.x.sum()) - 1.0, self.rows @ at.x + at.s - _SLACK


class _Newton:
    """The Newton equations at a point, factorised once: in the smaller of the numbers of rows and of cells.

    [[D, G'], [G, -C]] [x, z] = [a, b] with D and C diagonal. Eliminating either block loses digits where D or C spans
    many orders of magnitude, as it does near the optimum; what was lost is won back by iterative refinement.
    """

    def __init__(self, curvature: Floats, rows: sparse.csr_array, transposed: sparse.csr_array, at: _Point) -> None:
        self._rows, self._transposed, self._at = rows, transposed, at
        self._diagonal = curvature + at.w / at.x
        self._corner = at.s / at.z
        self._by_rows = rows.shape[0] < rows.shape[1]
        if self._by_rows:
            inner = (rows.multiply(1 / self._diagonal) @ transposed).toarray() + np.diag(self._corner)
        else:
            inner = (transposed.multiply(1 / self._corner) @ rows).toarray() + np.diag(self._diagonal)
        self._factor = linalg.lapack.dgetrf(inner)[:2]  # a singular matrix gives no finite step: the search ends
        self._ones = self._solve(np.ones(rows.shape[1]), np.zeros(rows.shape[0]))

    def step(self, dual: Floats, primal: float, slack: Floats, centre: float, guess: _Point | None) -> _Point:
        """The Newton step towards products of `centre`, corrected by the second-order terms of `guess`."""
        at = self._at
        rough_s = at.s * at.z - centre + (guess.s * guess.z if guess else 0.0)
        rough_x = at.x * at.w - centre + (guess.x * guess.w if guess else 0.0)
        x, z = self._solve(-dual - rough_x / at.x, rough_s / at.z - slack)
        y = (-primal - x.sum()) / self._ones[0].sum()
        x, z = x + y * self._ones[0], z + y * self._ones[1]
        return _Point(x, -(rough_s + at.s * z) / at.z, float(y), z, -(rough_x + at.w * x) / at.x)

    def _solve(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        x, z = self._eliminated(a, b)
        for _ in range(_REFINEMENTS):
            missed_a = a - self._diagonal * x - self._transposed @ z
            missed_b = b - self._rows @ x + self._corner * z
            more_x, more_z = self._eliminated(missed_a, missed_b)
            x, z = x + more_x, z + more_z
        return x, z

    def _eliminated(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        if self._by_rows:
            z = linalg.lu_solve(self._factor, self._rows @ (a / self._diagonal) - b, check_finite=False)
            return (a - self._transposed @ z) / self._diagonal, z
        x = linalg.lu_solve(self._factor, a + self._transposed @ (b / self._corner), check_finite=False)
        return x, (self._rows @ x - b) / self._corner


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
