"""The recorded first-person streams, played up to a turn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.view import Fold

DATA = Path(__file__).parents[3] / "shared" / "data"


def recorded(*parts: str) -> Path:
    """A file of the recorded data; skips the test where it is absent."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no recorded data: {path} is absent")
    return path


def views(path: Path) -> Iterator[BattleView]:
    """The view at the beginning of every turn that a request came for."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith(">")]
    requests = [json.loads(line[9:]) for line in lines if line.startswith("|request|{")]
    fold = Fold(int(requests[0]["side"]["id"][1]) - 1)
    latest = None
    for line in lines:
        if line.startswith("|request|{"):
            latest = json.loads(line[9:])
            continue
        fold.feed([line])
        if line.startswith("|turn|") and latest is not None:
            yield fold.view(latest)


def view_at(path: Path, turn: int) -> BattleView:
    """The view at the beginning of a turn."""
    return next(view for view in views(path) if view.turn == turn)
