"""A benchmark whose peers fail in every way there is. Their process imports this file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from psrokit_plugins.benchmarks.benchmark import Attempt, Benchmark


@dataclass(frozen=True)
class Options:
    ours: float = 0.0


def _residual(answer: float) -> Mapping[str, float]:
    return {"residual": answer, "twice": 2 * answer}


def _attempt(solve: Callable[[], float], _options: Options, _seed: int) -> Attempt:
    return Attempt(solve, _residual)


def _ours(options: Options, seed: int) -> Attempt:
    return Attempt(lambda: options.ours + seed / 1000, _residual)


def _fake_raising() -> float:
    raise ValueError("no solution\nand more")


def _fake_crashing() -> float:
    os.abort()


def _fake_leaving() -> float:
    sys.stderr.write("out of licences\n")
    raise SystemExit(3)


def _fake_hanging(_options: Options, seed: int) -> Attempt:
    return Attempt(lambda: time.sleep(1000 * seed) or 0.0, _residual)  # type: ignore[func-returns-value]


def _fake_talking() -> float:
    os.write(1, b'{"seconds": 0}\n')
    sys.stdout.write("iteration 1\n")
    return 0.0


def _fake_absent() -> float:
    return float(import_module("no_such_peer").answer)


BENCHMARK = Benchmark(
    Options,
    {
        "psrokit": _ours,
        "fake_raising": partial(_attempt, _fake_raising),
        "fake_crashing": partial(_attempt, _fake_crashing),
        "fake_leaving": partial(_attempt, _fake_leaving),
        "fake_wrong": partial(_attempt, lambda: 0.5),
        "fake_nan": partial(_attempt, lambda: float("nan")),
        "fake_talking": partial(_attempt, _fake_talking),
        "fake_absent": partial(_attempt, _fake_absent),
        "fake_hanging": _fake_hanging,
    },
    tolerance=0.01,
)
