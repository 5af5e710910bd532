"""The other end of driver.py: start a run, kill it, see how it ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EXPERIMENT = HERE / "experiment.yaml"
SMALL = ("iterations=1", "evaluator.pairs=2", "oracle.candidates=2", "oracle.deals=2", "metrics.0.deals=2")


@dataclass
class Driver:
    """The program of driver.py."""

    process: subprocess.Popen[bytes]
    error: str = ""
    child: int = 0

    @classmethod
    def start(cls) -> Driver:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        return cls(
            subprocess.Popen(
                [sys.executable, str(HERE / "driver.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            )
        )

    def begin(self, out: Path, overrides: Sequence[str] = (), *, kill_at: int = 0, largest: int = 0) -> int:
        """Start a run; returns the process id of the child that executes it. One that a failed test left is killed."""
        if self.child:
            with suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
            self.end()
        request = {"experiment": str(EXPERIMENT), "out": str(out), "overrides": list(overrides)}
        assert self.process.stdin
        self.process.stdin.write(json.dumps({**request, "kill_at": kill_at, "largest": largest}).encode() + b"\n")
        self.process.stdin.flush()
        self.error = ""
        self.child = int(self._until("pid"))
        return self.child

    def end(self) -> int:
        """Wait for the child's end; returns its exit code, negative for a signal."""
        code = int(self._until("code"))
        self.child = 0
        return code

    def run(self, out: Path, overrides: Sequence[str] = (), *, kill_at: int = 0, largest: int = 0) -> int:
        """A whole run; returns its exit code."""
        self.begin(out, overrides, kill_at=kill_at, largest=largest)
        return self.end()

    def _until(self, word: str) -> Any:
        """The next answer of this kind. A fast child may report its error before its parent says who it is."""
        answer = self._answer()
        while word not in answer:
            self.error = answer["error"]
            answer = self._answer()
        return answer[word]

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer
