"""Help comes at once: nothing heavy is imported for it."""

from __future__ import annotations

import resource
import subprocess
import sys

from shell import Shell

HEAVY = ("numpy", "pandas", "plotly", "poke_env", "pydantic", "pyspiel", "rich", "scipy", "torch", "yaml")
HELP = "from psrokit.cli.app import call; assert call(['--help']) == 0"
LIMIT_SECONDS = 0.150
BARE_STARTS = 14
"""On a machine that is slow or busy: at most as long as so many starts of Python itself (it is about 10)."""


def cpu_seconds(code: str) -> float:
    """Processor time of the quickest of several runs; wall time would measure what else the machine does."""
    return min(one_run(code) for _ in range(5))


def one_run(code: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_is_quick() -> None:
    allowed = max(LIMIT_SECONDS, BARE_STARTS * cpu_seconds("pass"))
    assert cpu_seconds(HELP) <= allowed


def test_help_imports_nothing_heavy() -> None:
    code = f"{HELP}; import sys; loaded = set({HEAVY!r}) & set(sys.modules); assert not loaded, loaded"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_lists_of_commands_cut_no_sentence(shell: Shell) -> None:
    for group in ((), ("plugins",), ("bench",), ("showdown",), ("showdown", "teams")):
        said = shell(*group, "--help")
        assert said.code == 0
        assert "..." not in said.out.partition("Commands:")[2]


def test_help_shows_the_commands_of_plugins() -> None:
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True)
    for verb in ("run", "status", "plugins", "showdown", "bench"):
        assert f"\n  {verb} " in done.stdout
