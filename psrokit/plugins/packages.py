"""What to say when a Python package is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires

from psrokit.errors import EnvironmentFault

_NAME = re.compile(r"\s*([A-Za-z0-9._-]+)")
_EXTRA = re.compile(r"\bextra\s*==\s*['\"]([^'\"]+)['\"]")


def missing_package(
    who: str, error: ModuleNotFoundError, *, distribution: str = "psrokit", place: str | None = None
) -> EnvironmentFault:
    """The fault of `who` that could not import a package, with the command that installs it if one is known.

    distribution: whose extras to look through.
    """
    package = (error.name or str(error)).partition(".")[0]
    return EnvironmentFault(f"{who} needs {package}", place=place, remedy=how_to_install(package, distribution))


def how_to_install(package: str, distribution: str = "psrokit") -> str:
    """The command that brings a package, as far as the metadata of a distribution tells."""
    for name, extra in _requirements(distribution):
        if _plain(name) == _plain(package):
            wanted = f"{distribution}[{extra}]" if extra else name
            return f'pip install "{wanted}"'
    return f"Install the package that provides '{package}' into this Python environment, or correct the import."


def required(distribution: str) -> tuple[str, ...]:
    """The names of all packages that a distribution asks for, those of its extras included."""
    return tuple(name for name, _ in _requirements(distribution))


def _requirements(distribution: str) -> Iterator[tuple[str, str | None]]:
    try:
        lines = requires(distribution) or []
    except PackageNotFoundError:
        lines = []
    for line in lines:
        name, extra = _NAME.match(line), _EXTRA.search(line)
        if name:
            yield name[1], extra[1] if extra else None


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
