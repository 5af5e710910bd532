"""Pokemon Showdown for psrokit: the simulator, what a player sees, and players. Folder = kind, file = name in YAML."""

from __future__ import annotations

from collections.abc import Iterable

from psrokit.api import discover, hookimpl


@hookimpl
def psrokit_components() -> Iterable[object]:
    """Every component of this package; the scripted players are policies."""
    return [discover(__name__, baselines="policy")]
