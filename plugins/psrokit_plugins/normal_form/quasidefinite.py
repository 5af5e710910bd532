"""Symmetric quasidefinite systems, which interior-point methods solve once or twice an iteration."""

from __future__ import annotations

import numpy as np
from scipy import linalg, sparse

from psrokit.api import Floats

_REFINEMENTS = 2


class QuasiDefinite:
    """[[D, G', -1], [G, -C, 0], [1', 0, 0]] (x, z, y) = (a, b, p), factorised once; D and C are positive diagonals.

    Either block can be eliminated: the factor has the smaller of the numbers of rows and of columns of G. That loses
    digits where D or C spans many orders of magnitude, as it does near an optimum; what was lost is won back by
    iterative refinement (Nocedal and Wright 2006, chapter 16). A singular system has no finite solution.
    """

    def __init__(self, diagonal: Floats, rows: sparse.csr_array, transposed: sparse.csr_array, corner: Floats) -> None:
        self._diagonal, self._rows, self._transposed, self._corner = diagonal, rows, transposed, corner
        self._by_rows = rows.shape[0] < rows.shape[1]
        if self._by_rows:
            inner = (rows.multiply(1 / diagonal) @ transposed).toarray() + np.diag(corner)
        else:
            inner = (transposed.multiply(1 / corner) @ rows).toarray() + np.diag(diagonal)
        self._factor = linalg.lapack.dgetrf(inner)[:2]
        self._ones = self._two_blocks(np.ones(rows.shape[1]), np.zeros(rows.shape[0]))

    def solve(self, a: Floats, b: Floats, p: float) -> tuple[Floats, Floats, float]:
        """The solution: x of shape (columns,), z of shape (rows,), and y."""
        x, z = self._two_blocks(a, b)
        y = float((p - x.sum()) / self._ones[0].sum())
        return x + y * self._ones[0], z + y * self._ones[1], y

    def _two_blocks(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
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
