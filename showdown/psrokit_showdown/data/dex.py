"""Species, moves and names of generations 1-4 and 9, as the simulator itself has them (`dex.json`).

`dex.json` is printed by `dump_dex.js` (see `data/__main__.py`). A row stands under the first generation it holds for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from psrokit.api import InputError, unknown
from psrokit_showdown.data.reading import tables

_FILE = "dex.json"
GENS = (1, 2, 3, 4, 9)
"""The generations that the tables cover."""
_TYPED = ("hiddenpower", "return", "frustration")
"""Moves whose identifier in a request carries a type or a power: `hiddenpowerice70`, `return102`, `frustrationnull`."""


class DexSpecies(NamedTuple):
    """A species or form. base: (Attack, Defence, Special Attack, Special Defence, Speed, HP); abilities: all it may
    have, none before gen 3.
    """

    base_species: str
    types: tuple[str, ...]
    base: tuple[int, int, int, int, int, int]
    abilities: tuple[str, ...]


class DexMove(NamedTuple):
    """A move. accuracy: from 0 to 1, and 1 for moves that skip the check; pp: before any PP Up."""

    type: str
    category: str
    power: int
    accuracy: float
    priority: int
    pp: int


@cache
def dex_species(gen: int, name: str) -> DexSpecies:
    """A species or form by its identifier. Raises InputError if the tables have none of this name."""
    known, cosmetic = tables(_FILE)["species"], tables(_FILE)["cosmetic"]
    row = row_in(known.get(name) or known.get(cosmetic.get(name)), gen)
    if row is None:
        raise InputError(unknown("species", name, _near(known, name)))
    return DexSpecies(row[0], tuple(row[1]), tuple(row[2]), tuple(row[3]))


@cache
def dex_move(gen: int, name: str) -> DexMove:
    """A move by its identifier, also as requests write it. Raises InputError if the tables have none of this name."""
    known = tables(_FILE)["moves"]
    row = row_in(known.get(name) or known.get(name.rstrip("0123456789")) or known.get(slot_id(name)), gen)
    if row is None:
        raise InputError(unknown("move", name, _near(known, name)))
    kind, category, power, accuracy, priority, pp = row
    return DexMove(kind, category, power, accuracy / 100, priority, pp)


@cache
def slot_id(move: str) -> str:
    """The identifier by which protocol lines know a move of a request: `hiddenpower` for `hiddenpowerice70`."""
    return next((name for name in _TYPED if move.startswith(name)), move)


def names(table: str) -> Sequence[str]:
    """All identifiers of `species` (with cosmetic forms), `moves`, `items`, `abilities`, `conditions` or `types`."""
    more = tables(_FILE)["cosmetic"] if table == "species" else ()
    return [*tables(_FILE)[table], *more]


def row_in(versions: Mapping[str, Any] | None, gen: int) -> Any:
    """The row of the latest generation up to `gen`, or the first there is (a form from later, met earlier); None of
    nothing.
    """
    if not versions:
        return None
    held = [version for version in versions if int(version) <= gen]
    return versions[held[-1] if held else next(iter(versions))]


def _near(known: Mapping[str, Any], name: str) -> list[str]:
    return [other for other in known if other[:2] == name[:2]]
