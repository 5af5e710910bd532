"""The tables of this folder, each read once, when something in it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def tables(file: str) -> Mapping[str, Any]:
    """What a JSON file of this folder holds."""
    read: dict[str, Any] = json.loads(files(__package__).joinpath(file).read_text(encoding="utf-8"))
    return read
