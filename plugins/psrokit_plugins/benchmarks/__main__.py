"""The child process in which one contestant is measured. Its results are JSON lines on standard output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import packages_distributions, version
from statistics import median
from time import perf_counter, process_time
from typing import Any, TextIO

from psrokit_plugins.benchmarks.benchmark import Attempt

_ENOUGH = 0.1
"""Seconds that a round lasts at least, unless so many repetitions last less."""
_MOST = 50


def main() -> None:
    """Measure what the one argument, a JSON object, asks for: a line a round, then versions, or what failed."""
    asked = json.loads(sys.argv[1])
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a contestant prints is no result
    try:
        for measured in _rounds(asked):
            _tell(results, measured)
        _tell(results, {"versions": _versions()})
    except ModuleNotFoundError as error:
        _tell(results, {"error": f"needs {error.name}, which is not installed"})
    except Exception as error:  # noqa: BLE001 # a contestant may fail in any way; that is a result
        said = str(error).strip().splitlines()
        _tell(results, {"error": f"{type(error).__name__}: {said[0] if said else 'no message'}"})


def _tell(results: TextIO, line: Mapping[str, object]) -> None:
    print(json.dumps(line), file=results, flush=True)


def _versions() -> Mapping[str, str]:
    """Of every package that this process has used."""
    packages = {
        package for module, names in packages_distributions().items() if module in sys.modules for package in names
    }
    return {package: version(package) for package in sorted(packages)}


def _rounds(asked: Mapping[str, Any]) -> Iterator[Mapping[str, float]]:
    benchmark = import_module(asked["module"]).BENCHMARK
    options, contestant = benchmark.options(**asked["options"]), benchmark.contestants[asked["contestant"]]
    first = contestant(options, 0)
    _warmed(first)
    yield _measured(first)
    for seed in range(1, asked["seeds"]):
        yield _measured(contestant(options, seed))


def _warmed(attempt: Attempt) -> None:
    warm_up: Callable[[], object] = attempt.warm_up or attempt.solve
    warm_up()


def _measured(attempt: Attempt) -> Mapping[str, float]:
    """One round: medians over repetitions, several of them where one is too short to be measured."""
    seconds, cpu_seconds = list[float](), list[float]()
    while not seconds or (sum(seconds) < _ENOUGH and len(seconds) < _MOST):
        wall, processor = perf_counter(), process_time()
        answer = attempt.solve()
        seconds.append(perf_counter() - wall)
        cpu_seconds.append(process_time() - processor)
    return {"seconds": median(seconds), "cpu_seconds": median(cpu_seconds), **attempt.judge(answer)}


if __name__ == "__main__":
    main()
