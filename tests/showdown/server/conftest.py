"""One real server for all tests of this folder that do not harm it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from psrokit_showdown.server.process import local_server
from psrokit_showdown.simulator.install import install


@pytest.fixture(scope="session")
def server() -> Iterator[int]:
    with local_server(install(print)) as port:
        yield port
