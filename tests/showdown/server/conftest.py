"""One real server for all tests of this folder that do not harm it, and one each for those that do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mortal import mortal_server

from psrokit_showdown.server.process import ServerProcess, local_server
from psrokit_showdown.simulator.install import install


@pytest.fixture(scope="session")
def server() -> Iterator[int]:
    with local_server(install(print)) as port:
        yield port


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[ServerProcess]:
    with mortal_server(tmp_path) as process:
        yield process
