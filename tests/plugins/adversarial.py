"""Matrix games that are hard on solvers: degenerate, tied, duplicated, dominated, badly scaled."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from psrokit.api import Floats

Rng = np.random.Generator
_RPS = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])


def _gaussian(rng: Rng, n: int, m: int) -> Floats:
    return rng.normal(size=(n, m))


def _wins(rng: Rng, n: int, m: int) -> Floats:
    return rng.integers(-1, 2, (n, m)).astype(float)


def _duplicated(rng: Rng, n: int, m: int) -> Floats:
    few = rng.integers(-3, 4, (n, m)).astype(float)
    return np.asarray(few[rng.integers(0, n, n)][:, rng.integers(0, m, m)])


def _near_tied(rng: Rng, n: int, m: int) -> Floats:
    return np.round(rng.normal(size=(n, m)), 1) + 1e-10 * rng.normal(size=(n, m))


def _many_scales(rng: Rng, n: int, m: int) -> Floats:
    return np.asarray(10.0 ** rng.uniform(-12, 0, (n, m)) * rng.choice([-1.0, 1.0], (n, m)))


def _nearly_rank_one(rng: Rng, n: int, m: int) -> Floats:
    return np.outer(rng.normal(size=n), rng.normal(size=m)) + 1e-11 * rng.normal(size=(n, m))


def _transitive(rng: Rng, n: int, m: int) -> Floats:
    skill = rng.normal(size=max(n, m))
    return np.tanh(skill[:n, np.newaxis] - skill[np.newaxis, :m])


def _dominated(rng: Rng, n: int, m: int) -> Floats:
    return np.cumsum(np.cumsum(rng.normal(size=(n, m)), axis=0), axis=1)


def _nearly_constant(rng: Rng, n: int, m: int) -> Floats:
    return np.asarray(3.7 + 1e-13 * rng.integers(0, 3, (n, m)))


def _constant(rng: Rng, n: int, m: int) -> Floats:
    return np.full((n, m), rng.normal())


def _hilbert(rng: Rng, n: int, m: int) -> Floats:
    return np.asarray(rng.choice([-1.0, 1.0]) / (1.0 + np.arange(n)[:, np.newaxis] + np.arange(m)))


def _cycles(rng: Rng, n: int, m: int) -> Floats:
    blocks = np.kron(np.eye(-(-max(n, m) // 3)), _RPS)
    return np.asarray(blocks[:n, :m] * 10.0 ** rng.uniform(-9, 0, (n, 1)))


FAMILIES: Mapping[str, Callable[[Rng, int, int], Floats]] = {
    "gaussian": _gaussian,
    "wins": _wins,
    "duplicated": _duplicated,
    "near_tied": _near_tied,
    "many_scales": _many_scales,
    "nearly_rank_one": _nearly_rank_one,
    "transitive": _transitive,
    "dominated": _dominated,
    "nearly_constant": _nearly_constant,
    "constant": _constant,
    "hilbert": _hilbert,
    "cycles": _cycles,
}


def adversarial(family: str, number: int) -> Floats:
    """Game `number` of a family: half of them at most 8 x 8, all at most 30 x 30, scaled by 1e-12 to 1e12."""
    rng = np.random.default_rng([number, *family.encode()])
    n, m = rng.integers(1, 9 if number % 2 else 31, 2)
    return np.asarray(FAMILIES[family](rng, int(n), int(m)) * 10.0 ** rng.uniform(-12, 12))


def antisymmetric(family: str, number: int) -> Floats:
    """A symmetric zero-sum game made from one of a family."""
    game = adversarial(family, number)
    size = min(game.shape)
    return game[:size, :size] - game[:size, :size].T
