"""The transitive and the cyclic part of a zero-sum game, from incomplete and unequally sampled tables.

A = (s_i - s_j) + C: the strengths s fit the known payoffs best, in least squares weighted by samples, on the graph of
pairs that met (HodgeRank: Jiang, Lim, Yao and Ye 2011, Mathematical Programming 127:203; for games Balduzzi et al.
2018, arXiv:1806.02643). What is left, C, is cyclic. With a complete table and equal weights s_i is the mean of row i.

Two roles are the players of a bipartite graph, and C is the interaction of a two-way layout. What one role has over the
other in all pairs alike, its advantage, is neither strength nor cycles and is taken off first. The share of a complete
table is then that of the symmetric game in which each player has a policy for either role and both roles are played.

Noise looks cyclic: even of a transitive game most sampling error is left in C. Its expected size is known, because the
fit is linear, and is subtracted: share = (|C|^2 - V_C) / (|A|^2 - V), with V the sum of all cells' variances and V_C
the trace of what the fit leaves of them. For E pairs of equal variance V_C = V (E - N + 1) / E: with one role
V (K - 2) / K. With two roles |A|^2 is around the advantage, which costs V one degree of freedom more:
V_C / V = (K_0 - 1) (K_1 - 1) / (K_0 K_1 - 1).

A large share says that no *additive* order explains the payoffs. An order in which everybody beats everybody below by
about the same is transitive and not additive, and has a share above 0 (Bertrand, Czarnecki and Gidel 2023).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components

from psrokit.api import Floats
from psrokit_plugins.structure.pairs import Pairs


@dataclass(frozen=True, slots=True)
class Split:
    """strengths: (N,), mean 0 in each connected part. cyclic: (N, N), the rest of each known payoff, else 0.

    share: of the squared payoffs that is cyclic, noise subtracted, in [0, 1]; NaN where nothing but noise is left.
    parts: into how many unconnected fields the policies fall.
    """

    strengths: Floats
    cyclic: Floats
    share: float
    parts: int


def split(pairs: Pairs) -> Split:
    """The decomposition of the known pairs."""
    return _Fit.of(pairs).split(pairs)


def resampled_shares(pairs: Pairs, draws: Floats) -> Floats:
    """The share of other payoffs that the same games could have come from, shape (draws,); draws: (draws, N, N).

    A resample has the noise of the table and its own: both are subtracted. Its own is measured, and so is where the
    draws lie: their prior pulls them inwards, which is undone.
    """
    fit = _Fit.of(pairs)
    centred = np.where(pairs.known, draws - draws.mean(axis=0) + pairs.payoff, 0.0)
    noisier = replace(pairs, variance=pairs.variance + np.where(pairs.known, draws.var(axis=0), 0.0))
    return np.array([fit.split(replace(noisier, payoff=payoff)).share for payoff in centred])


@dataclass(frozen=True, slots=True)
class _Fit:
    """weights: (N, N), 0 where unknown. inverse: of the graph's Laplacian (pseudo-inverse). part: (N,), its field."""

    weights: Floats
    inverse: Floats
    part: npt.NDArray[np.int64]

    @classmethod
    def of(cls, pairs: Pairs) -> _Fit:
        weights = _weights(pairs)
        laplacian = np.diag(weights.sum(axis=1)) - weights
        part = connected_components(pairs.known, directed=False)[1].astype(np.int64)
        # one direction of each part is free: strengths are relative
        free = np.equal.outer(part, part) / np.bincount(part)[part]
        scale = float(weights.max(initial=0.0)) or 1.0
        inverse = np.linalg.inv(laplacian / scale + free) - free
        return cls(weights, inverse / scale, part)

    def split(self, pairs: Pairs) -> Split:
        """Of payoffs with the same weights."""
        strengths = self.inverse @ (self.weights * pairs.payoff).sum(axis=1)
        cyclic = np.where(pairs.known, pairs.payoff - np.subtract.outer(strengths, strengths), 0.0)
        variance = np.nan_to_num(pairs.variance)
        around, kept = _around_the_advantage(pairs, self.part)
        whole, rest = float((around**2).sum()), float((cyclic**2).sum())
        left = whole - float((variance * kept).sum())
        share = (rest - float((variance * self.left_over(pairs)).sum())) / left if left > 0 else np.nan
        return Split(strengths, cyclic, float(np.clip(share, 0.0, 1.0)), int(self.part.max(initial=-1)) + 1)

    def left_over(self, pairs: Pairs) -> Floats:
        """Which part of a pair's variance the squares of the residuals hold, in expectation, shape (N, N)."""
        plain = np.diag(pairs.known.sum(axis=1)) - pairs.known
        spread = self.weights * _between(self.inverse)
        elsewhere = self.weights**2 * _between(self.inverse @ plain @ self.inverse)
        return np.where(pairs.known, 1 - 2 * spread + elsewhere, 0.0)


def _around_the_advantage(pairs: Pairs, part: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Payoffs less what the first role has over the second in their field on average; how much variance they keep."""
    sign = np.where(pairs.known, np.subtract.outer(-pairs.side, -pairs.side), 0)
    parts = int(part.max(initial=-1)) + 1
    entries = np.bincount(part, np.abs(sign).sum(axis=1), parts)
    mean = np.bincount(part, (sign * pairs.payoff).sum(axis=1), parts) / np.maximum(entries, 1)
    kept = np.where(sign != 0, 1 - 2 / np.maximum(entries, 1)[part][:, np.newaxis], 1.0)
    return pairs.payoff - sign * mean[part][:, np.newaxis], kept


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

    Their variance is 1 / (w + 1/2) + 1 / (l + 1/2) (Gart and Zweifel 1967), times how much the samples of all pairs
    vary beside won and lost ones: ties and mirrored pairs vary less.
    """
    won, lost = _points(pairs, pairs.payoff)
    variance = np.where(pairs.known & (pairs.count > 0), (1 / won + 1 / lost) * _relative_variance(pairs), 0.0)
    return replace(pairs, payoff=log_odds(pairs, pairs.payoff), variance=variance)


def log_odds(pairs: Pairs, payoff: Floats) -> Floats:
    """log((w + 1/2) / (l + 1/2)), w and l the points of either side (Haldane 1956); payoff: (..., N, N)."""
    won, lost = _points(pairs, np.clip(payoff, -1.0, 1.0))
    return np.where(pairs.known, np.log(won / lost), 0.0)


def _points(pairs: Pairs, payoff: Floats) -> tuple[Floats, Floats]:
    """Of either side, with half a point for each; exact payoffs count as 1000 games."""
    n = np.where(pairs.count > 0, pairs.count, 1000)
    return n * (1 + payoff) / 2 + 0.5, n * (1 - payoff) / 2 + 0.5


def _relative_variance(pairs: Pairs) -> float:
    """The variance of samples over that of samples of 1 and -1 with the same means, pooled over all pairs."""
    several = pairs.count > 1
    seen = (pairs.variance * (pairs.count - 1))[several].sum()
    decided = (1 - pairs.payoff**2)[several].sum()
    return float(seen / decided) if decided > 0 else 1.0
