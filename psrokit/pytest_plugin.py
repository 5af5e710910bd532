"""The option `pytest --psrokit-conformance`. pytest loads this in every run, so that it imports nothing until asked."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_OPTION = "--psrokit-conformance"
_LAW = "::test_law["


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option."""
    parser.addoption(
        _OPTION,
        action="store_true",
        help="check that all installed psrokit components that need no experiment keep the laws of their kind (alone, "
        "or beside the files that are named)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Run the laws in place of the configured test folders, or beside the files that the command line names."""
    found = find_spec("psrokit.testing.conformance") if config.getoption(_OPTION) else None
    if found is not None and found.origin is not None:
        named = config.args if config.args_source is type(config).ArgsSource.ARGS else []
        config.args = [*named, found.origin]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """How many laws were tried, by kind, and on how many components: what a test is about stands in its id."""
    if not config.getoption(_OPTION):
        return
    reports = [report for each in ("passed", "failed") for report in terminalreporter.getreports(each)]
    tried = [report.nodeid.partition(_LAW)[2].rstrip("]") for report in reports if _LAW in report.nodeid]
    laws = {(test.partition("-")[0], test.rpartition("-")[2]) for test in tried}
    components = {tuple(test.split("-")[:2]) for test in tried}
    kinds = [kind for kind, _ in laws]
    said = ", ".join(f"{kinds.count(kind)} of kind {kind}" for kind in sorted(set(kinds)))
    terminalreporter.write_line(f"psrokit: {len(laws)} laws ({said}) on {len(components)} components")
