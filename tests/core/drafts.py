"""Experiment files for tests, written beside `loose/parts.py`, which has a small component of every kind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import strategies as st

from psrokit.errors import InputError
from psrokit.plan.config import Reading, read_experiment

PARTS = Path(__file__).parent / "loose" / "parts.py"
WHOLE = """\
plugins: [parts.py]
game: {use: coin, sides: 2}
population: [still]
oracle:
  use: search
  budget: 10
meta_solver: flat
evaluator: count
executor: here
metrics: [distance]
iterations: 3
"""
OPTION = "  budget: 10\n"
WORDS = st.sampled_from([
    *"[]{},:-?!&*|>'\"%@#\t\n \\", "\n  ", ": ", "- ", "<<", "*a", "&a ", "!!str ", "---", "...", "\u2028", "é", "\x00",
    "use", "coin", "still", "search", "budget", "name", "seed", "game", "oracle", "iterations", "plugins", "parts.py",
    "1", "1e3", ".nan", "-1", "no", "true", "null",
])  # fmt: skip
LUCKY = """
    from dataclasses import dataclass
    from psrokit.api import oracle

    @oracle("lucky")
    @dataclass(frozen=True)
    class Lucky:
        guesses: int = 3

        def respond(self, task):
            return []
"""


def changed(old: str, new: str) -> str:
    """The whole experiment with one text in place of another."""
    assert WHOLE.count(old) == 1, old
    return WHOLE.replace(old, new)


def draft(folder: Path, content: str | bytes = WHOLE) -> Path:
    """The file `draft.yaml` in a folder, with the plugin file it names."""
    shutil.copy(PARTS, folder)
    path = folder / "draft.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reading(folder: Path, content: str | bytes = WHOLE, *overrides: str) -> Reading:
    """What is read from such a file."""
    return read_experiment(draft(folder, content), overrides)


def refusal(folder: Path, content: str | bytes, *overrides: str) -> str:
    """What the user sees of such a file: the error's text, with the folder's name left out."""
    with pytest.raises(InputError) as caught:
        reading(folder, content, *overrides)
    assert caught.value.exit_code == 2
    return str(caught.value).replace(f"{folder}/", "")


def python(code: str, *arguments: str, cwd: Path | None = None) -> str:
    """What a fresh interpreter prints."""
    line = [sys.executable, "-c", dedent(code), *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=True, cwd=cwd).stdout
