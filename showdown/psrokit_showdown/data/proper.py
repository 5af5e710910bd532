"""Names as people write them ("Soft-Boiled", "Arceus-Poison") by the simulator's identifiers, from `names.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from psrokit_showdown.data.dex import slot_id

Table = Literal["species", "moves", "items", "abilities"]


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    tables: dict[str, dict[str, str]] = json.loads(files(__package__).joinpath("names.json").read_text("utf-8"))
    return tables


def proper_name(table: Table, name: str) -> str | None:
    """The name of an identifier, also of a move as requests write it (`return102`); None if there is none."""
    known = _tables()[table]
    return known.get(name) or known.get(name.rstrip("0123456789")) or known.get(slot_id(name))
