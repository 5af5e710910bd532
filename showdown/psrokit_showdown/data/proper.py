"""Names as people write them ("Soft-Boiled", "Arceus-Poison") by the simulator's identifiers, from `names.json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.data.reading import tables

Table = Literal["species", "moves", "items", "abilities"]


def proper_name(table: Table, name: str) -> str | None:
    """The name of an identifier, also of a move as requests write it (`return102`); None if there is none."""
    known: Mapping[str, str] = tables("names.json")[table]
    return known.get(name) or known.get(name.rstrip("0123456789")) or known.get(slot_id(name))
