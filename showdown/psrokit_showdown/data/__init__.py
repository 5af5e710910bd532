"""Generation 1's species, moves and type chart, as the simulator itself has them.

`gen1.json` is printed by `dump.js` from an installed `pokemon-showdown` package; `python -m psrokit_showdown.data
PACKAGE` writes it anew. Nothing is read before it is asked for. There is one object per species and per move,
compared by identity, so that both are quick keys of caches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from psrokit_showdown.data.reading import tables

Category = Literal["Physical", "Special", "Status"]
_FILE = "gen1.json"


@dataclass(frozen=True, slots=True, eq=False)
class Species:
    """A species: base stats are (HP, Attack, Defence, Special, Speed); `likely` are the moves the simulator's random
    sets give it.
    """

    id: str
    num: int
    name: str
    types: tuple[str, ...]
    base: tuple[int, int, int, int, int]
    likely: tuple[str, ...]

    @property
    def base_speed(self) -> int:
        """What the critical hit rate depends on."""
        return self.base[4]


@dataclass(frozen=True, slots=True)
class Secondary:
    """A chance of a further effect of a damaging move: `chance` in percent, as the simulator's data gives it."""

    chance: int
    status: str = ""
    volatile: str = ""
    boosts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A move. `accuracy` is a percentage, 0 for moves that skip the check.

    `damage` is "level" or a fixed number; `hits` is (2,), (2, 5) or empty; `drain` and `recoil` are fractions of the
    damage; `status`, `volatile` and `boosts` are the move's own effect on its target (the user if `on_self`);
    `own_volatile` is what a hit puts on the user (`mustrecharge`, `lockedmove`, `partialtrappinglock`, `rage`).
    """

    id: str
    num: int
    name: str
    type: str
    category: Category
    power: int
    accuracy: int
    pp: int
    priority: int = 0
    high_crit: bool = False
    on_self: bool = False
    ignores_immunity: bool = False
    damage: int | str = 0
    ohko: bool = False
    hits: tuple[int, ...] = ()
    drain: tuple[int, int] = (0, 1)
    recoil: tuple[int, int] = (0, 1)
    explodes: bool = False
    status: str = ""
    volatile: str = ""
    own_volatile: str = ""
    boosts: tuple[tuple[str, int], ...] = ()
    secondary: Secondary | None = None

    @property
    def max_pp(self) -> int:
        """PP with three PP Ups: 8/5 of the base, but 61 for a base of 40."""
        return min(61, self.pp * 8 // 5)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value


def _move(name: str, row: Mapping[str, Any]) -> Move:
    effect = row.get("secondary")
    fields = {key: _frozen(value) for key, value in row.items() if key != "secondary"}
    secondary = Secondary(**{key: _frozen(value) for key, value in effect.items()}) if effect else None
    return Move(id=name, secondary=secondary, **fields)


@cache
def gen1_species() -> Mapping[str, Species]:
    """The 151 species by identifier."""
    rows = tables(_FILE)["species"].items()
    return MappingProxyType(
        {name: Species(id=name, **{key: _frozen(value) for key, value in row.items()}) for name, row in rows}
    )


@cache
def gen1_moves() -> Mapping[str, Move]:
    """The 165 moves by identifier."""
    return MappingProxyType({name: _move(name, row) for name, row in tables(_FILE)["moves"].items()})


@cache
def gen1_effectiveness() -> Mapping[tuple[str, str], int]:
    """Tenths of damage of (attacking type, one defending type): 0, 5, 10 or 20."""
    chart: dict[str, list[int]] = tables(_FILE)["effectiveness"]
    return MappingProxyType(
        {
            (attacker, defender): tenths
            for attacker, row in chart.items()
            for defender, tenths in zip(chart, row, strict=True)
        }
    )


@cache
def max_pp(gen: int, move: str) -> int | None:
    """A move's full PP where the tables know it (gen 1), else None."""
    if gen != 1 or move not in gen1_moves():
        return None
    return gen1_moves()[move].max_pp
