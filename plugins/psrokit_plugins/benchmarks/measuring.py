"""Measuring contestants one after the other, each in a process of its own, so that none can hang or crash the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every contestant: seeds 0, 1, ..., threads, and a deadline in seconds for all its rounds."""

    seeds: int = 5
    threads: int = 1
    deadline: float = 600.0


@dataclass(frozen=True, slots=True)
class Score:
    """What a contestant did. rounds: the numbers of each. error: why its answers do not count, None if they do.

    versions: of the packages that it used, if it came to its end.
    """

    rounds: tuple[Mapping[str, float], ...]
    error: str | None
    versions: Mapping[str, str] = field(default_factory=dict)

    def number(self, name: str) -> float:
        """Its median over the rounds; of the residual the largest."""
        values = [measured[name] for measured in self.rounds]
        return max(values) if name == "residual" else median(values)

    @property
    def ended(self) -> bool:
        """Whether it came to its end, with answers that count or without."""
        return bool(self.versions)

    def as_json(self) -> dict[str, Any]:
        """All its numbers, how many rounds they are from, and the error if there is one."""
        numbers = {name: self.number(name) for name in self.rounds[0]} if self.rounds else {}
        told = {**numbers, "rounds": len(self.rounds)} if self.rounds else {}
        return told if self.error is None else {**told, "error": self.error}


def score(module: str, contestant: str, options: Mapping[str, Any], terms: Terms, tolerance: float) -> Score:
    """Measure one contestant of the benchmark in `module`."""
    asked = {"module": module, "contestant": contestant, "options": options, "seeds": terms.seeds}
    child = [sys.executable, "-m", "psrokit_plugins.benchmarks", json.dumps(asked)]
    environment = os.environ | dict.fromkeys(_THREADS, str(terms.threads))
    try:
        done = subprocess.run(  # noqa: S603 # this module's own child
            child, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=terms.deadline, check=False
        )
    except subprocess.TimeoutExpired as error:
        return _judged(error.stdout or b"", f"not done after {terms.deadline:g} s", tolerance)
    ended = None if done.returncode == 0 else f"its process ended with {done.returncode}{_last_words(done.stderr)}"
    return _judged(done.stdout, ended, tolerance)


def _judged(output: bytes, ended: str | None, tolerance: float) -> Score:
    """The score that these lines tell. NaN is no residual that counts."""
    said = [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith(b"\n")]
    rounds = tuple(line for line in said if "residual" in line)
    versions: Mapping[str, str] = next((line["versions"] for line in said if "versions" in line), {})
    error = next((line["error"] for line in said if "error" in line), ended)
    wrong = [line["residual"] for line in rounds if not line["residual"] <= tolerance]
    if wrong and error is None:
        error = f"residual {max(wrong):.2g}, above {tolerance:g}"
    return Score(rounds, error, versions)


def _last_words(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return f": {lines[-1]}" if lines else ""
