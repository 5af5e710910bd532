"""The transitive and the cyclic part of a symmetric zero-sum game, from incomplete and unequally sampled tables.

A = (s_i - s_j) + C: the strengths s fit the known payoffs best, in least squares weighted by samples, on the graph of
pairs that met (HodgeRank: Jiang, Lim, Yao and Ye 2011, Mathematical Programming 127:203; for games Balduzzi et al.
2018, arXiv:1806.02643). What is left, C, is cyclic. With a complete table and equal weights s_i is the mean of row i.

Noise looks cyclic: even of a transitive game most sampling error is left in C. Its expected size is known, because the
fit is linear, and is subtracted: share = (|C|^2 - V_C) / (|A|^2 - V), with V the sum of all cells' variances and V_C
the trace of what the fit leaves of them; for equal variances V_C = V (K - 2) / K.

A large share says that no *additive* order explains the payoffs. An order in which everybody beats everybody below by
about the same is transitive and not additive, and has a share above 0 (Bertrand, Czarnecki and Gidel 2023).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats
from psrokit_plugins.structure.symmetric import Pairs


@dataclass(frozen=True, slots=True)
class Split:
    """strengths: (K,), mean 0 in each connected part. cyclic: (K, K), the rest of each known payoff, else 0.

    share: of the squared payoffs that is cyclic, noise subtracted, in [0, 1]; NaN where nothing but noise is left.
    plain_share: the same without subtracting noise. parts: into how many unconnected fields the policies fall.
    """

    strengths: Floats
    cyclic: Floats
    share: float
    plain_share: float
    parts: int


def split(pairs: Pairs, noise: float = 1.0) -> Split:
    """The decomposition of the known pairs; noise: how many times their variance is subtracted (2 for a resample)."""
    fit = _Fit.of(pairs)
    strengths = fit.inverse @ (fit.weights * pairs.payoff).sum(axis=1)
    cyclic = np.where(pairs.known, pairs.payoff - np.subtract.outer(strengths, strengths), 0.0)
    variance = np.where(np.isfinite(pairs.variance), pairs.variance, 0.0)
    whole, rest = float((pairs.payoff**2).sum()), float((cyclic**2).sum())
    plain = min(rest / whole, 1.0) if whole > 0 else np.nan
    left = whole - noise * float(variance.sum())
    share = (rest - noise * float((variance * fit.left_over(pairs)).sum())) / left if left > 0 else np.nan
    return Split(strengths, cyclic, float(np.clip(share, 0.0, 1.0)), float(plain), fit.parts)


@dataclass(frozen=True, slots=True)
class _Fit:
    """weights: (K, K), 0 where unknown. inverse: of the graph's Laplacian (pseudo-inverse)."""

    weights: Floats
    inverse: Floats
    parts: int

    @classmethod
    def of(cls, pairs: Pairs) -> _Fit:
        weights = _weights(pairs)
        laplacian = np.diag(weights.sum(axis=1)) - weights
        values, vectors = np.linalg.eigh(laplacian)
        large = values > 1e-10 * max(float(values.max(initial=0.0)), np.finfo(float).tiny)
        inverse = (vectors[:, large] / values[large]) @ vectors[:, large].T
        return cls(weights, inverse, int((~large).sum()))

    def left_over(self, pairs: Pairs) -> Floats:
        """Which part of a pair's variance the squares of the residuals hold, in expectation, shape (K, K)."""
        plain = np.diag(pairs.known.sum(axis=1)) - pairs.known
        spread = self.weights * _between(self.inverse)
        elsewhere = self.weights**2 * _between(self.inverse @ plain @ self.inverse)
        return np.where(pairs.known, 1 - 2 * spread + elsewhere, 0.0)


def _weights(pairs: Pairs) -> Floats:
    """1 / variance of a pair's payoff if single samples vary alike in all pairs: its number of samples.

    With each pair's own variance the answer of a complete table would depend on who wins by how much, and with equal
    numbers of games it would not be the row means. An exact payoff weighs as a thousand times the heaviest sampled one.
    """
    weights = np.where(pairs.known, pairs.count, 0).astype(float)
    exact = pairs.known & (pairs.count == 0)
    weights[exact] = 1000 * weights.max(initial=0.0) or 1.0
    return weights


def _between(matrix: Floats) -> Floats:
    """M_ii + M_jj - 2 M_ij for a symmetric M."""
    diagonal = np.diag(matrix)
    return np.asarray(np.add.outer(diagonal, diagonal) - 2 * matrix)


def logits(pairs: Pairs) -> Pairs:
    """Payoffs of won and lost games, from -1 to 1, as log odds of winning: the scale on which Elo is additive.

    log((w + 1/2) / (l + 1/2)) with w and l the points of either side; variance 1 / (w + 1/2) + 1 / (l + 1/2)
    (Haldane 1956; Gart and Zweifel 1967). Exact payoffs count as 1000 games.
    """
    n = np.where(pairs.count > 0, pairs.count, 1000)
    won, lost = n * (1 + pairs.payoff) / 2 + 0.5, n * (1 - pairs.payoff) / 2 + 0.5
    odds = np.where(pairs.known, np.log(won / lost), 0.0)
    variance = np.where(pairs.known & (pairs.count > 0), 1 / won + 1 / lost, 0.0)
    return Pairs(odds, variance, pairs.known, pairs.count)
