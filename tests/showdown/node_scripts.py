"""Scripts of these tests that use the simulator's package by themselves, without any of psrokit's own code."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from psrokit_showdown.simulator.install import Installation


def run_script(installation: Installation, script: Path, payload: object, seconds: float = 120.0) -> object:
    """What a script prints, as JSON; `payload` is its standard input, the package's folder its only argument."""
    command = [installation.node, script, installation.package]
    done = subprocess.run(
        command, input=json.dumps(payload).encode(), capture_output=True, timeout=seconds, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    answer: object = json.loads(done.stdout)
    return answer
