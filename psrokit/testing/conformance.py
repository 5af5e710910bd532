"""The laws of all installed components that need no experiment: `pytest --psrokit-conformance`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from psrokit.catalog import Entry, load_catalog
from psrokit.testing.installed import CannotBeCheckedHere, Installed
from psrokit.testing.suite import laws


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test for each law of each installed component; what cannot be checked here is skipped with the reason."""
    installed = Installed(load_catalog())
    metafunc.config.add_cleanup(installed.close)
    metafunc.parametrize("law", [law for entry in installed.entries for law in _laws(installed, entry)])


def test_law(law: Callable[[], None]) -> None:
    """The component keeps the law; LawBroken says how it does not."""
    law()


def _laws(installed: Installed, entry: Entry) -> Iterator[object]:
    name = f"{entry.kind}-{entry.name}"
    try:
        for number, suite in enumerate(installed.suites(entry)):
            again = f"-{number + 1}" if number else ""
            for sentence, law in laws(suite):
                yield pytest.param(law, id=f"{name}{again}-{sentence.replace(' ', '_')}")
    except CannotBeCheckedHere as error:
        yield pytest.param(None, id=name, marks=pytest.mark.skip(reason=str(error)))
