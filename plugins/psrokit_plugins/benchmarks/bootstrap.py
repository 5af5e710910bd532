"""The Nash equilibria of many payoff tables that the same games could have come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module

import numpy as np

from psrokit.api import Floats, PayoffTable
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.benchmarks.lp import one_side
from psrokit_plugins.statistics.equilibrium_bootstrap import LARGEST_GAP, equilibrium_bootstrap
from psrokit_plugins.statistics.resampling import resampled_means

GAMES = 100
"""Games of each pair."""
OneSide = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Options:
    """size: policies of the symmetric game. draws: resampled tables."""

    size: int
    draws: int


def won_shares(options: Options, seed: int) -> Floats:
    """The share of its games that each policy won against each, of a game with skill and a cycle; shape (K, K)."""
    rng = np.random.default_rng([seed, options.size])
    skill, one, other = rng.normal(size=(3, options.size))
    cycle = np.outer(one, other)
    chance = (1 + np.tanh((skill[:, np.newaxis] - skill + cycle - cycle.T) / 2)) / 2
    return mirrored(rng.binomial(GAMES, chance) / GAMES)


def mirrored(shares: Floats) -> Floats:
    """What the upper triangle says, for both sides."""
    upper = np.triu(shares, 1)
    return np.asarray(upper + np.tril(1 - upper.T, -1) + np.eye(len(shares)) / 2)


def _psrokit(options: Options, seed: int) -> Attempt:
    table = _table(won_shares(options, seed))

    def solve() -> Floats:
        return equilibrium_bootstrap(table, options.draws, np.random.default_rng(seed)).weights["player"]

    def judge(draws: Floats) -> Mapping[str, float]:
        again = np.random.default_rng(seed)  # the same tables as those that were solved, one by one
        games = (resampled_means(table, 1, again)[0] for _ in draws)
        return {"residual": max(_gap((both[0] - both[1]) / 2, w) for both, w in zip(games, draws, strict=True))}

    return Attempt(solve, judge)


def _gap(payoff: Floats, weights: Floats) -> float:
    """What the best deviation gains, relative to half the spread of the payoffs."""
    return float((payoff @ weights).max()) / (np.ptp(payoff) / 2)


def _table(shares: Floats) -> PayoffTable:
    """The same as a payoff table of returns 1 and -1."""
    table = PayoffTable.empty(("player", "player"), shares.shape)
    table.count[...], table.games[...] = GAMES, GAMES
    table.total[...] = GAMES * np.stack([2 * shares - 1, 1 - 2 * shares])
    table.squares[...], table.wins[...] = GAMES, np.rint(GAMES * np.stack([shares, shares.T]))
    np.fill_diagonal(table.exact, val=True)
    table.total[:, np.eye(len(shares), dtype=np.bool_)] = 0.0
    return table


def _loop(solve: OneSide, options: Options, seed: int) -> Attempt:
    """What one writes for oneself: resample every pair's games, solve, and again."""
    shares, rng = won_shares(options, seed), np.random.default_rng(seed)

    def draw() -> float:
        payoff = 2 * mirrored(rng.binomial(GAMES, shares) / GAMES) - 1
        weights = np.maximum(solve(payoff), 0.0)
        return _gap(payoff, weights / weights.sum())

    def judge(gaps: list[float]) -> Mapping[str, float]:
        return {"residual": max(gaps)}

    return Attempt(lambda: [draw() for _ in range(options.draws)], judge, warm_up=draw)


def _nashpy(payoff: Floats) -> Floats:
    return np.asarray(import_module("nashpy").Game(payoff).linear_program()[0])


BENCHMARK = Benchmark(
    Options,
    {"psrokit": _psrokit, "scipy": partial(_loop, one_side), "nashpy": partial(_loop, _nashpy)},
    tolerance=LARGEST_GAP,
)
