"""Every test has a folder of its own, with two small experiments in it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from shell import KUHN, SAMPLED, Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kuhn.yaml").write_text(KUHN, encoding="utf-8")
    (tmp_path / "sampled.yaml").write_text(SAMPLED, encoding="utf-8")
    return Shell(capsys)
