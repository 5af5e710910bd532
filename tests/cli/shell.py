"""Running psrokit as a user does, and what tests look for in its answers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from psrokit.cli.app import call

PROGRAM = (sys.executable, "-c", "from psrokit.cli import main; main()")
KUHN = """
name: kuhn
game: {use: openspiel, game: kuhn_poker}
population: [uniform]
oracle: exact
meta_solver: nash
evaluator: exact
metrics: [nash_conv]
iterations: 10
until: {nash_conv: 1.0e-12}
"""
SAMPLED = """
name: sampled
game: {use: matrix, payoffs: [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], seats: [player, player]}
population: [{use: pure, action: 0}]
oracle: exact
meta_solver: nash
evaluator: {use: sampled, pairs: 5}
metrics: [{use: response_gain, pairs: 5}, {use: restricted_exploitability, pairs: 5}]
iterations: 2
"""


@dataclass(frozen=True)
class Said:
    """The exit code and what was printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Mapping[str, Any]:
        """Standard output as JSON."""
        told: Mapping[str, Any] = json.loads(self.out)
        return told


@dataclass(frozen=True)
class Shell:
    """Runs commands in this process, in the test's own folder."""

    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Said:
        self.capture.readouterr()
        code = call([str(argument) for argument in arguments])
        out, err = self.capture.readouterr()
        return Said(code, out, err)


def start(folder: Path, *arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """A command in a process of its own."""
    command = [*PROGRAM, *(str(argument) for argument in arguments)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    return subprocess.Popen(command, cwd=folder, **pipes)
