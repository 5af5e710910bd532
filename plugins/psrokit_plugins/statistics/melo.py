"""mElo-2k (Balduzzi, Tuyls, Perolat and Graepel 2018, arXiv:1806.02643) by maximum likelihood.

The log odds of i against j are r_i - r_j + sum_k (x_ki y_kj - y_ki x_kj): a strength and, for each of k planes, a point
in it. The paper updates online; here all games count at once, a tie as half a win. The start is Bradley and Terry's fit
and the leading planes of what it leaves over; from there L-BFGS climbs. The coordinates may be turned within a plane,
so only the log odds are answered.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from psrokit.api import Floats
from psrokit_plugins.statistics.davidson import davidson
from psrokit_plugins.statistics.head_to_head import HeadToHead


def fit(evidence: HeadToHead, planes: int, prior: float) -> Floats:
    """The fitted log odds of each player against each other one, shape (N, N), antisymmetric."""
    n = len(evidence.games)
    strengths = davidson(evidence, prior).strengths
    start = np.vstack([strengths, _leading_planes(evidence, strengths, planes, prior)])
    found = minimize(
        _loss,
        start.ravel(),
        args=(evidence, prior),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 5000, "maxfun": 10000, "maxcor": 30, "ftol": 1e-13, "gtol": 1e-8},
    )
    return _odds(found.x.reshape(-1, n))


def _leading_planes(evidence: HeadToHead, strengths: Floats, planes: int, prior: float) -> Floats:
    """Coordinates (2 planes, N) that explain most of the log odds that strengths leave over."""
    share = (evidence.score + prior / 2) / (evidence.games + prior)
    rest = np.where(evidence.games > 0, np.log(share / (1 - share)) - np.subtract.outer(strengths, strengths), 0.0)
    left, size, right = np.linalg.svd((rest - rest.T) / 2)
    coordinates = np.zeros((2 * planes, len(strengths)))
    for plane in range(min(planes, len(size) // 2)):
        root = np.sqrt(size[2 * plane])
        coordinates[2 * plane], coordinates[2 * plane + 1] = root * left[:, 2 * plane], root * right[2 * plane]
    return coordinates


def _odds(parts: Floats) -> Floats:
    """Log odds (N, N) from strengths and coordinates, shape (1 + 2 planes, N)."""
    strengths, x, y = parts[0], parts[1::2], parts[2::2]
    turn = x.T @ y
    return np.asarray(np.subtract.outer(strengths, strengths) + turn - turn.T)


def _loss(flat: Floats, evidence: HeadToHead, prior: float) -> tuple[float, Floats]:
    """Minus the logarithm of the penalised likelihood, and its gradient."""
    parts = flat.reshape(-1, len(evidence.games))
    odds = _odds(parts)
    games, advantage = evidence.games, evidence.advantage
    upset = np.exp(-np.abs(odds))  # of one exponential both: log(2 cosh) and tanh of half the odds
    value = float((games * (np.abs(odds) / 2 + np.log1p(upset)) - advantage * odds).sum()) / 2
    value += prior / 8 * float((parts**2).sum())
    error = games * np.copysign((1 - upset) / (1 + upset), odds) / 2 - advantage
    slope = prior / 4 * parts
    slope[0] += error.sum(axis=1)
    slope[1::2] += parts[2::2] @ error.T
    slope[2::2] += parts[1::2] @ error
    return value, slope.ravel()
