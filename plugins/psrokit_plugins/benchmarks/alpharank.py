"""Alpha-rank in the limit of infinite alpha, of a Gaussian zero-sum game."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module

import numpy as np

from psrokit.api import Floats, PayoffTable
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.meta_solvers.alpha_rank import AlphaRank

_PERTURBATION = 1e-9
"""OpenSpiel lets worse responses be taken with this probability; its default of 0.01 answers another question."""


@dataclass(frozen=True)
class Options:
    """size: policies of each population. populations: 1 (alike policies meet each other) or 2 (one for each seat)."""

    size: int
    populations: int


@dataclass(frozen=True)
class Task:
    """A game: what the first seat is paid, shape (K, K); antisymmetric for one population."""

    payoff: Floats
    populations: int

    def judge(self, mass: Floats) -> Mapping[str, float]:
        """How far these masses, shape (K,) or (K, K), are from a stationary distribution."""
        unrest = _unrest_of_policies if self.populations == 1 else _unrest_of_profiles
        wrong_mass = abs(float(mass.sum()) - 1) + max(0.0, -float(mass.min()))
        return {"residual": unrest(self.payoff, mass) + wrong_mass}


def task(options: Options, seed: int) -> Task:
    """The one of this seed."""
    payoff = np.random.default_rng([seed, options.size]).normal(size=(options.size, options.size))
    return Task(payoff - payoff.T if options.populations == 1 else payoff, options.populations)


def _attempt(solve: Callable[[Floats, int], Floats], options: Options, seed: int) -> Attempt:
    its = task(options, seed)
    return Attempt(partial(solve, its.payoff, its.populations), its.judge)


def _unrest_of_policies(payoff: Floats, mass: Floats) -> float:
    """How much more flows into policies than out of them, or less, in parts of all that flows (0: stationary)."""
    better = (payoff.T > 0).astype(float)  # [i, j]: j wins against i
    inflow, outflow = mass @ better, mass * better.sum(axis=1)
    return _difference(inflow, outflow)


def _unrest_of_profiles(payoff: Floats, mass: Floats) -> float:
    """The same of profiles; mass: (K, K)."""
    rows, columns = _flows(payoff, mass, axis=0), _flows(-payoff, mass, axis=1)
    return _difference(rows[0] + columns[0], rows[1] + columns[1])


def _flows(payoff: Floats, mass: Floats, axis: int) -> tuple[Floats, Floats]:
    """What flows into and out of each profile when the seat of `axis` changes; its payoffs along `axis` all differ."""
    order = np.argsort(payoff, axis=axis)
    place = np.argsort(order, axis=axis)
    ordered = np.take_along_axis(mass, order, axis)
    worse = np.cumsum(ordered, axis=axis) - ordered
    return np.take_along_axis(worse, place, axis), mass * (payoff.shape[axis] - 1 - place)


def _difference(inflow: Floats, outflow: Floats) -> float:
    flow = float(outflow.sum())
    return float(np.abs(inflow - outflow).sum()) / flow if flow else float(np.abs(inflow).sum())


def _psrokit(payoff: Floats, populations: int) -> Floats:
    seats = ("player", "player") if populations == 1 else ("row", "column")
    empty = PayoffTable.empty(seats, payoff.shape)
    table = replace(empty, total=np.stack([payoff, -payoff]), exact=np.ones(payoff.shape, dtype=np.bool_))
    found = AlphaRank().solve(table)
    return found.weights["player"] if found.joint is None else found.joint


def _open_spiel(payoff: Floats, populations: int) -> Floats:
    tables = [payoff] if populations == 1 else [payoff, -payoff]
    alpharank = import_module("open_spiel.python.egt.alpharank")
    mass = alpharank.compute(tables, use_inf_alpha=True, inf_alpha_eps=_PERTURBATION)[2]
    return np.asarray(mass if populations == 1 else mass.reshape(payoff.shape))


def by_matrix(payoff: Floats, populations: int) -> Floats:
    """The whole chain as a matrix and one linear solve in NumPy: what one writes for oneself."""
    size = len(payoff)
    if populations == 1:
        rates = (payoff.T > 0).astype(float)
    else:
        mine = payoff[np.newaxis] > payoff[:, np.newaxis]  # [i, k, j]: k is better than i against j
        theirs = payoff[:, :, np.newaxis] > payoff[:, np.newaxis]  # [i, j, l]: l is better than j against i
        same = np.eye(size)
        rates = np.einsum("ikj,jl->ijkl", mine, same) + np.einsum("ijl,ik->ijkl", theirs, same)
        rates = rates.reshape(size * size, size * size)
    flow = rates.T - np.diag(rates.sum(axis=1))
    flow[-1] = 1.0  # instead of one equation too many: the mass is 1
    mass = np.linalg.solve(flow, np.eye(len(flow))[-1])
    return np.asarray(mass if populations == 1 else mass.reshape(payoff.shape))


BENCHMARK = Benchmark(
    Options,
    {
        "psrokit": partial(_attempt, _psrokit),
        "open_spiel": partial(_attempt, _open_spiel),
        "numpy": partial(_attempt, by_matrix),
    },
    tolerance=1e-8,
)
