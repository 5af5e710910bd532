"""The real simulator, one process for the tests of a file or one for each test; and data that several files read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from metamon_players import CHECKS
from teams_at_hand import REAL_TEAMS

from psrokit_showdown.simulator import Simulator
from psrokit_showdown.simulator.install import Installation, install


@pytest.fixture(scope="session")
def installation() -> Installation:
    return install(lambda _: None)


@pytest.fixture(scope="module")
def simulator(installation: Installation) -> Iterator[Simulator]:
    """For battles that are played to their ends, or dropped."""
    with Simulator(installation) as running:
        yield running


@pytest.fixture
def fresh_simulator(installation: Installation) -> Iterator[Simulator]:
    """For battles that may be left under way."""
    with Simulator(installation) as running:
        yield running


@pytest.fixture(scope="module")
def real_teams() -> list[str]:
    if not REAL_TEAMS.is_file():
        pytest.skip(f"the 4,043 real teams are not on this machine: {REAL_TEAMS} is absent")
    return [json.loads(line)["packed"] for line in REAL_TEAMS.read_text().splitlines()]


@pytest.fixture(scope="module")
def usage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("usage") / "checks.json"
    file.write_text(json.dumps(CHECKS), encoding="utf-8")
    return file
