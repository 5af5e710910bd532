"""Tests import their neighbours by module name; plugins are installed for one test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Installs a distribution: its files, its entry point (named like it) and its metadata, found on sys.path."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))
    before = set(sys.modules)

    def install_one(name: str, files: dict[str, str], *, metadata: str = "") -> Path:
        package = site / name
        for file, content in files.items():
            path = package / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(content))
        info = site / f"{name}_dist-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}-dist\nVersion: 1.0\n{metadata}")
        (info / "entry_points.txt").write_text(f"[psrokit]\n{name} = {name}\n")
        return package

    yield install_one
    for module in set(sys.modules) - before:
        if str(getattr(sys.modules[module], "__file__", "")).startswith(str(site)):
            del sys.modules[module]
