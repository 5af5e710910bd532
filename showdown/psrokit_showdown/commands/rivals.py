"""Programs that do our tasks with poke-env and a local server: each with a deadline, because poke-env has none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from psrokit.api import PsrokitError
from psrokit_showdown.commands.rounds import FORMAT
from psrokit_showdown.server.process import local_server
from psrokit_showdown.simulator.install import locate
from psrokit_showdown.teams import load_teams


class RivalStalled(Exception):
    """poke-env did not come to an end within its deadline, or ended without a result."""


def why_no_rival() -> str | None:
    """What poke-env lacks here, None if nothing."""
    if find_spec("poke_env") is None:
        return 'poke-env is not installed: pip install "psrokit[poke-env]"'
    try:
        locate()
    except PsrokitError as error:
        return error.message
    return None


def rival(program: str, *numbers: int, seconds: float) -> dict[str, Any]:
    """What a program of this folder prints, run as `program PORT NUMBERS... TEAMS`. Raises RivalStalled."""
    with TemporaryDirectory(prefix="psrokit-bench-") as folder, local_server(locate()) as port:
        teams = Path(folder) / "teams"
        teams.write_text("\n".join(named.team.packed for named in load_teams("builtin", FORMAT)), encoding="ascii")
        arguments = [*map(str, (port, *numbers)), str(teams)]
        command = [sys.executable, "-m", f"psrokit_showdown.commands.{program}", *arguments]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        try:
            done = subprocess.run(  # noqa: S603 # this package's own program
                command, capture_output=True, text=True, timeout=seconds, env=environment, check=False
            )
        except subprocess.TimeoutExpired:
            raise RivalStalled(f"it did not end within {seconds:.0f} seconds") from None
    if done.returncode:
        raise RivalStalled(f"it ended with code {done.returncode}: {done.stderr.strip()[-500:]}")
    try:
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise RivalStalled("it ended without a result") from None
    return told
