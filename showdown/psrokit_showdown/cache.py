"""Where this machine keeps what is not psrokit's own: the simulator, imported vocabularies."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """$PSROKIT_CACHE, else psrokit/ in $XDG_CACHE_HOME, else ~/.cache/psrokit."""
    if own := os.environ.get("PSROKIT_CACHE"):
        return Path(own).expanduser().absolute()
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared).expanduser().absolute() / "psrokit"
    return Path.home() / ".cache" / "psrokit"
