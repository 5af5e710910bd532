"""What to say where poke-env is not installed."""

from __future__ import annotations

from importlib.util import find_spec

from psrokit.api import EnvironmentFault


def need_poke_env(what: str) -> None:
    """Raise EnvironmentFault, with the command that brings it, if poke-env is absent. what: who needs it."""
    if find_spec("poke_env") is None:
        raise EnvironmentFault(f"{what} poke-env", remedy='Type: pip install "psrokit[poke-env]"')
