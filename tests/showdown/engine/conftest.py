"""The engine is compiled once for all tests of this folder."""

from __future__ import annotations

import pytest

from psrokit_showdown import engine


@pytest.fixture(scope="session", autouse=True)
def compiled_engine() -> None:
    engine.prepare(print)
