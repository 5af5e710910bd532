"""What the chaos tests share: the program they kill, and the results that nothing may change."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from killing import EXPERIMENT, SMALL, Driver

from psrokit.plan import make_plan
from psrokit.run import execute
from psrokit.run.verify import canonical


@pytest.fixture(scope="session")
def driver() -> Iterator[Driver]:
    driver = Driver.start()
    yield driver
    driver.process.communicate()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the small experiment finds when nothing disturbs it."""
    folder = tmp_path_factory.mktemp("undisturbed") / "small"
    execute(make_plan(EXPERIMENT, SMALL), folder)
    return canonical(folder)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the experiment finds when nothing disturbs it."""
    folder = tmp_path_factory.mktemp("undisturbed") / "whole"
    execute(make_plan(EXPERIMENT), folder)
    return canonical(folder)
