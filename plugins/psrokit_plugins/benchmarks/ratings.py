"""Bradley-Terry strengths of many records that could have come about instead of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module

import numpy as np

from psrokit.api import Floats
from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark
from psrokit_plugins.benchmarks.bootstrap import GAMES, Options, mirrored, won_shares
from psrokit_plugins.statistics.davidson import PRIOR, davidson
from psrokit_plugins.statistics.head_to_head import HeadToHead

_TOLERANCE = 1e-6


def _attempt(rate: Callable[[Floats], Floats], options: Options, seed: int) -> Attempt:
    """Every policy has also won and lost half a game against an anchor, so that no strength is infinite."""
    shares, rng = won_shares(options, seed), np.random.default_rng(seed)
    records = [_record(mirrored(rng.binomial(GAMES, shares) / GAMES)) for _ in range(options.draws)]

    def judge(strengths: Sequence[Floats]) -> Mapping[str, float]:
        return {"residual": max(map(imbalance, records, strengths))}

    return Attempt(lambda: [rate(wins) for wins in records], judge, warm_up=partial(rate, records[0]))


def _record(shares: Floats) -> Floats:
    """Wins of the row against the column, shape (K, K)."""
    return np.asarray(np.rint(GAMES * shares) * (1 - np.eye(len(shares))))


def imbalance(wins: Floats, strengths: Floats) -> float:
    """The largest difference between won games and those that the strengths predict, as a share of a policy's games.

    At the maximum of the likelihood there is none. The anchor gets the strength at which it has none.
    """
    played = wins + wins.T
    anchor = import_module("scipy.optimize").brentq(lambda at: _chance(at - strengths).mean() - 0.5, -1e3, 1e3)
    predicted = (played * _chance(strengths[:, np.newaxis] - strengths)).sum(axis=1)
    surplus = wins.sum(axis=1) - predicted + PRIOR * (0.5 - _chance(strengths - anchor))
    return float(np.abs(surplus / (played.sum(axis=1) + PRIOR)).max())


def _chance(lead: Floats) -> Floats:
    return np.asarray((1 + np.tanh(lead / 2)) / 2)


def _psrokit(wins: Floats) -> Floats:
    return davidson(HeadToHead(wins + wins.T, wins, 0.0, {"player": len(wins)}), PRIOR).strengths


def _evalica(wins: Floats) -> Floats:
    """The anchor is one more player; games of a pair are one weighted line for each winner."""
    evalica, size = import_module("evalica"), len(wins)
    whole = np.full((size + 1, size + 1), PRIOR / 2)
    whole[:size, :size] = wins
    first, second = np.nonzero(~np.eye(size + 1, dtype=np.bool_))
    winners = [evalica.Winner.X] * len(first)
    found = evalica.bradley_terry(
        first.tolist(), second.tolist(), winners, weights=whole[first, second].tolist(), tolerance=1e-10, limit=10_000
    )
    return np.asarray(np.log(found.scores.sort_index().to_numpy()[:size]))


BENCHMARK = Benchmark(
    Options, {"psrokit": partial(_attempt, _psrokit), "evalica": partial(_attempt, _evalica)}, tolerance=_TOLERANCE
)
