"""A benchmark of games until an error is small, whose peers do not get there. Their process imports this file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark

Answer = tuple[float, float]
"""Games, and the error above the one asked for."""


@dataclass(frozen=True)
class Options:
    pass


def _attempt(solve: Callable[[int], Answer], _options: Options, seed: int) -> Attempt:
    return Attempt(lambda: solve(seed), lambda answer: {"games": answer[0], "residual": answer[1]})


def _fake_raising(seed: int) -> Answer:
    raise ValueError(f"no games of seed {seed}")


BENCHMARK = Benchmark(
    Options,
    {
        "psrokit": partial(_attempt, lambda _: (10.0, 0.0)),
        "fake_short": partial(_attempt, lambda _: (80.0, 0.1)),
        "fake_lucky": partial(_attempt, lambda seed: (80.0, 0.1) if seed else (20.0, 0.0)),
        "fake_raising": partial(_attempt, _fake_raising),
    },
    tolerance=0.0,
    compared="games",
    effort="games",
)
