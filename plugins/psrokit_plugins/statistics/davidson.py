"""Strengths from games with ties, by maximum likelihood: Davidson's extension of Bradley and Terry's model.

Player i beats j with probability p_i / Z, loses with p_j / Z and ties with n sqrt(p_i p_j) / Z, where p is
exp(strength), n >= 0 is fitted as well, and Z makes the three sum to 1 (Davidson 1970, JASA 65:317; without ties
Bradley and Terry 1952, Biometrika 39:324). The likelihood depends on the games only through each player's points, a tie
counting 1/2, and the number of ties, and it is concave in the strengths and log n, so Newton's method finds its one
maximum.

Nobody's strength is infinite, and no two parts of a field that never met are without relation: everybody has also won
and lost half of `prior` games against an anchor of strength 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.statistics.head_to_head import HeadToHead

ELO_SCALE = 400 / np.log(10)
"""Elo points per unit of strength: 400 points are odds of ten to one."""
ELO_MEAN = 1500.0
PRIOR = 1.0
_STEPS = 200
_LONGEST_STEP = 3.0
_NEAR = 1e-9
"""Where a step promises to raise the log likelihood by less, it is the last: Newton's method squares the error."""


@dataclass(frozen=True, slots=True)
class Strengths:
    """strengths, deviations: (N,), natural logarithms of odds; the mean is 0. tie_parameter: Davidson's n.

    deviations: standard errors from the curvature of the likelihood at its maximum.
    """

    strengths: Floats
    deviations: Floats
    tie_parameter: float


def davidson(evidence: HeadToHead, prior: float) -> Strengths:
    """The strengths that make the games most likely. Raises IntegrityError if they cannot be found."""
    whole = evidence.with_anchor(prior)
    tied = evidence.ties > 0
    n = len(evidence.games)
    at = np.zeros(n + tied)
    value, slope, curvature = _likelihood(whole, at, tied=tied)
    for _ in range(_STEPS):
        step = _newton(curvature, slope)
        if float(slope @ step) < _NEAR:
            at = at + step
            break
        step = step * min(1.0, _LONGEST_STEP / float(np.abs(step).max()))
        at, (value, slope, curvature) = _climbed(whole, at, step, value, tied=tied)
    else:
        raise IntegrityError(f"the strengths of {n} players were not found in {_STEPS} steps")
    spread = np.linalg.inv(-curvature)[:n, :n] if n else np.zeros((0, 0))
    centring = np.eye(n) - 1 / max(n, 1)
    deviations = np.sqrt(np.maximum(np.diag(centring @ spread @ centring), 0.0))
    strengths = at[:n] - at[:n].mean() if n else at[:n]
    return Strengths(strengths, deviations, float(np.exp(at[-1])) if tied else 0.0)


def _newton(curvature: Floats, slope: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(-curvature, slope), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise IntegrityError("these games do not determine strengths: the likelihood has no one maximum") from None


_Local = tuple[float, Floats, Floats]
"""The logarithm of the likelihood, its gradient and its Hessian."""


def _climbed(whole: HeadToHead, at: Floats, step: Floats, value: float, *, tied: bool) -> tuple[Floats, _Local]:
    """The first of halved steps that does not go down; the last of them where rounding hides the way."""
    for halvings in range(30):
        there = at + step / 2**halvings
        local = _likelihood(whole, there, tied=tied)
        if local[0] >= value:
            break
    return there, local


def _likelihood(whole: HeadToHead, at: Floats, *, tied: bool) -> _Local:
    """At the strengths (all players' but the anchor's) and, if `tied`, log n."""
    n = len(whole.games) - 1
    strengths = np.append(at[:n], 0.0)
    half = (strengths[:, np.newaxis] - strengths) / 2
    top = np.abs(half) if not tied else np.maximum(np.abs(half), at[-1])
    win, loss = np.exp(half - top), np.exp(-half - top)
    tie = np.exp(at[-1] - top) if tied else np.zeros_like(half)
    total = win + loss + tie
    lead, draw = (win - loss) / total, tie / total
    games = whole.games
    value = float((whole.advantage * half).sum() - (games * (np.log(total) + top)).sum() / 2)
    slope = (whole.advantage - games * lead / 2).sum(axis=1)[:n]
    bend = games * ((1 - draw) - lead**2) / 4
    curvature = (bend - np.diag(bend.sum(axis=1)))[:n, :n]
    if not tied:
        return value, slope, curvature
    value += whole.ties * float(at[-1])
    cross = (games * draw * lead / 2).sum(axis=1)[:n]
    corner = -float((games * draw * (1 - draw)).sum()) / 2
    slope = np.append(slope, whole.ties - float((games * draw).sum()) / 2)
    return value, slope, np.block([[curvature, cross[:, np.newaxis]], [cross, np.array(corner)]])
