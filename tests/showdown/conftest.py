"""The real simulator, one process for the tests of a file or one for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
