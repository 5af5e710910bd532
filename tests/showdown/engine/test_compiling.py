"""Compilation happens once per machine, and once per kernel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from psrokit_showdown.compiled.entries import players_digest
from psrokit_showdown.engine.compiling import source_digest

REPORT = """
import json, sys, time
from psrokit_showdown import engine
lines = []
began = time.process_time()
engine.prepare(lines.append)
seconds = time.process_time() - began
signatures = {}
for module in list(sys.modules.values()):
    if module.__name__.startswith("psrokit_showdown.engine"):
        for name, value in vars(module).items():
            if hasattr(value, "nopython_signatures"):
                signatures[value.py_func.__qualname__] = len(value.nopython_signatures)
print(json.dumps({"seconds": seconds, "lines": lines, "signatures": signatures}))
"""


def prepared(cache: Path) -> dict[str, Any]:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    done = subprocess.run([sys.executable, "-c", REPORT], env=environment, capture_output=True, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.slow
def test_kernels_are_compiled_once_and_kept(tmp_path: Path) -> None:
    first = prepared(tmp_path)
    signatures = first["signatures"]
    assert {name for name, count in signatures.items() if count > 1} == set()
    assert sum(signatures.values()) > 100
    assert len(first["lines"]) == 1
    again = prepared(tmp_path)
    assert again["lines"] == []  # loading is not compiling
    assert again["seconds"] < first["seconds"] / 5
    assert sum(again["signatures"].values()) == 0


@pytest.mark.parametrize(
    ("file", "digest"),
    [
        *((file, source_digest) for file in ("engine/landing.py", "engine/layout.py", "data/codes.py")),
        *((file, players_digest) for file in ("engine/landing.py", "compiled/blows.py", "compiled/dials.py")),
        *((file, players_digest) for file in ("scoring/ailments.py", "mechanics/damage.py", "weights.py")),
    ],
)
def test_the_cache_goes_by_every_file_that_is_compiled(
    file: str, digest: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest()
    read = Path.read_bytes

    def changed(path: Path) -> bytes:
        return read(path) + b"\n# changed" if path.as_posix().endswith(f"/{file}") else read(path)

    monkeypatch.setattr(Path, "read_bytes", changed)
    assert digest() != before
