"""Moves with all they do, and type charts, of generations 1-4 and 9, as the simulator has them (`effects.json`).

`effects.json` is printed by `dump_effects.js` (see `data/__main__.py`). A row stands under the first generation it
holds for; `dex.json` has the rest of each move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from psrokit.api import InputError
from psrokit_showdown.data.dex import dex_move, row_in, slot_id
from psrokit_showdown.data.reading import tables

_FILE = "effects.json"
Changes = tuple[tuple[str, int], ...]
"""Changes of stages by Showdown's short names: `atk def spa spd spe accuracy evasion`."""


class Effect(NamedTuple):
    """A further effect of a damaging move. chance: in percent."""

    chance: int
    status: str = ""
    volatile: str = ""
    boosts: Changes = ()
    own_boosts: Changes = ()


class MoveFacts(NamedTuple):
    """A move. accuracy: from 0 to 1; crit: its critical hit ratio, 1 is usual.

    `status`, `volatile`, `boosts` are its effects on its target (its user if `on_self`), `own_boosts` and
    `own_volatile` those on its user besides. `heal`, `drain`, `recoil` are fractions as (numerator, denominator);
    `heals` also marks moves whose fraction the data do not give. `side` and `weather` are what it sets up. `damage` is
    fixed: "level" or a number. `asleep`: usable while asleep. `pivots`: its user switches out; `forces`: its target.
    """

    id: str
    type: str
    category: str
    power: int
    accuracy: float
    priority: int
    status: str = ""
    volatile: str = ""
    boosts: Changes = ()
    own_boosts: Changes = ()
    own_volatile: str = ""
    on_self: bool = False
    heal: tuple[int, int] = (0, 1)
    heals: bool = False
    drain: tuple[int, int] = (0, 1)
    recoil: tuple[int, int] = (0, 1)
    explodes: bool = False
    hits: tuple[int, ...] = ()
    crit: int = 1
    secondaries: tuple[Effect, ...] = ()
    side: str = ""
    weather: str = ""
    damage: int | str = 0
    ohko: bool = False
    recharges: bool = False
    charges: bool = False
    asleep: bool = False
    pivots: bool = False
    forces: bool = False


_UNWRITTEN = {"hiddenpower": 60, "return": 102, "frustration": 102}


@cache
def move_facts(gen: int, name: str) -> MoveFacts:
    """A move by its identifier, also as requests write it (`hiddenpowerice70`).

    What is no move of the tables (`recharge`, `fight`) does nothing.
    """
    known = slot_id(name)
    try:
        row = dex_move(gen, known)
    except InputError:
        return MoveFacts(known, "normal", "status", 0, 1.0, 0)
    moves = tables(_FILE)["moves"]
    versions = moves.get(known) or moves[known.rstrip("0123456789")]
    fields = {key: _frozen(key, value) for key, value in row_in(versions, gen).items()}
    kind, power = _written(gen, known, name)
    return MoveFacts(known, kind or row.type, row.category, power or row.power, row.accuracy, row.priority, **fields)


def _written(gen: int, known: str, name: str) -> tuple[str, int]:
    """The type and the power that a request writes into the identifier of some moves; "" and 0 where it does not.

    Their power is in no table: it is 60 for Hidden Power and 102 for Return and Frustration unless it is written.
    """
    least = _UNWRITTEN.get(known, 0)
    if not least:
        return "", 0
    kind = name.removeprefix(known).rstrip("0123456789")
    digits = name.removeprefix(known).removeprefix(kind)
    if kind == "null":  # Frustration of a Pokemon that is wholly content
        return "", 0
    return kind if kind in _chart(gen) else "", int(digits) if digits else least


def _frozen(key: str, value: Any) -> Any:
    if key == "secondaries":
        return tuple(Effect(**{name: _frozen(name, each) for name, each in effect.items()}) for effect in value)
    if isinstance(value, Mapping):
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value


@cache
def _chart(gen: int) -> Mapping[str, Mapping[str, float]]:
    charts: dict[str, Mapping[str, Mapping[str, float]]] = tables(_FILE)["charts"]
    return charts[str(gen)]


@lru_cache(maxsize=8192)
def type_factor(gen: int, attacking: str, defending: Sequence[str]) -> float:
    """The factor of a type against one or two types, from 0 to 4; 1 for what the chart does not know (`???`)."""
    row = _chart(gen).get(attacking, {})
    factor = 1.0
    for one in defending:
        factor *= row.get(one, 1.0)
    return factor
