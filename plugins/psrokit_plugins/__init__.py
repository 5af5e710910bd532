"""psrokit's own plugins that belong to no domain. Folder = kind, file = the name used in YAML."""

from __future__ import annotations

from collections.abc import Iterable

from psrokit.api import discover, hookimpl


@hookimpl
def psrokit_components() -> Iterable[object]:
    """Every component of this package."""
    return [discover(__name__)]
