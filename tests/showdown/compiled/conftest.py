"""The engine and the players are compiled once for all tests of this folder."""

from __future__ import annotations

import pytest

from psrokit_showdown import engine
from psrokit_showdown.compiled import playing


@pytest.fixture(scope="session", autouse=True)
def compiled_players() -> None:
    engine.prepare(print)
    playing.prepare(print)
