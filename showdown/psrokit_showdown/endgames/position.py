"""Endgame positions as JSON: two Pokemon in full, and the row of a battle that stands there.

A side is {"species", "moves"} and, where they are not full or healthy, "level", "hp", "status" (brn, par, psn, slp,
frz), "sleep" (turns left, needed with slp) and "pp" (one number a move). The battle is at its first decision in turn 1
of gen1ou: no stages, no volatile effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from psrokit.api import InputError, unknown
from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.packing import TeamRecords, pack_team
from psrokit_showdown.engine.seen import COUNT_BITS, USES
from psrokit_showdown.teams import Member, Team
from psrokit_showdown.teams.team import packed_name

FORMAT = "gen1ou"
STATUSES = {
    "brn": layout.BURN,
    "frz": layout.FREEZE,
    "par": layout.PARALYSIS,
    "psn": layout.POISON,
    "slp": layout.SLEEPING,
}
_KEYS = ("species", "moves", "level", "hp", "status", "sleep", "pp")


@dataclass(frozen=True, slots=True)
class Side:
    """One Pokemon. hp: None for full; status: "" for none; sleep: turns left; pp: () for full."""

    species: str
    moves: tuple[str, ...]
    level: int = 100
    hp: int | None = None
    status: str = ""
    sleep: int = 0
    pp: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """One Pokemon against one."""

    sides: tuple[Side, Side]


def parse_position(data: Any, place: str) -> Position:
    """A position from JSON data. Raises InputError with the place."""
    sides = data.get("sides") if isinstance(data, Mapping) else None
    if not isinstance(sides, list) or len(sides) != 2:
        raise InputError('a position is {"sides": [FIRST, SECOND]}', place=place)
    first, second = (_side(side, f"{place}, side {number}") for number, side in enumerate(sides, 1))
    return Position((first, second))


def told(position: Position) -> dict[str, Any]:
    """JSON data that `parse_position` reads back."""
    return {"sides": [_told(side) for side in position.sides]}


def _told(side: Side) -> dict[str, Any]:
    data: dict[str, Any] = {"species": side.species, "moves": list(side.moves)}
    optional = {"level": side.level, "hp": side.hp, "status": side.status, "sleep": side.sleep, "pp": list(side.pp)}
    defaults: dict[str, Any] = {"level": 100, "hp": None, "status": "", "sleep": 0, "pp": []}
    return data | {key: value for key, value in optional.items() if value != defaults[key]}


def _side(data: Any, place: str) -> Side:
    if not isinstance(data, Mapping):
        raise InputError('a side is {"species": ..., "moves": [...]}', place=place)
    for key in data:
        if key not in _KEYS:
            raise InputError(unknown("key of a side", str(key), _KEYS), place=place)
    moves, pp = data.get("moves"), data.get("pp", [])
    if not isinstance(data.get("species"), str) or not _all(moves, str) or not moves:
        raise InputError("a side needs a species and a list of moves", place=place)
    if not _all(pp, int) or (pp and len(pp) != len(moves)):
        raise InputError("pp is a list with one whole number for each move", place=place)
    status = data.get("status", "")
    if status and status not in STATUSES:
        raise InputError(unknown("status", str(status), STATUSES), place=place)
    numbers = {key: data.get(key, default) for key, default in (("level", 100), ("hp", None), ("sleep", 0))}
    for key, value in numbers.items():
        if not (value is None and key == "hp") and (not isinstance(value, int) or isinstance(value, bool)):
            raise InputError(f"{key} is a whole number", place=place)
    side = Side(
        packed_name(data["species"]), tuple(packed_name(move) for move in moves), status=status, pp=tuple(pp), **numbers
    )
    _check(side, place)
    return side


def _all(values: Any, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) and not isinstance(value, bool) for value in values)


def _check(side: Side, place: str) -> None:
    try:
        record = pack_team(_team(side))[0]
    except InputError as error:
        error.place = place
        raise
    limits = record[layout.MON_PP : layout.MON_PP + len(side.moves)]
    if side.hp is not None and not 1 <= side.hp <= record[layout.MAX_HP]:
        raise InputError(f"hp is from 1 to {record[layout.MAX_HP]}, not {side.hp}", place=place)
    if any(not 0 <= pp <= limit for pp, limit in zip(side.pp, limits, strict=False)):
        raise InputError(f"pp are at most {limits.tolist()}, not {list(side.pp)}", place=place)
    if (side.status == "slp") != (1 <= side.sleep <= 7):
        raise InputError("sleep, from 1 to 7 turns left, goes with the status slp and no other", place=place)


def _team(side: Side) -> Team:
    return Team((Member(side.species, side.moves, level=side.level),))


def row_of(position: Position) -> States:
    """The row, shape (1, WORDS), at the first decision; every move counts as seen, so that policies know all."""
    states = engine.new_states(1)
    records = [_record(side) for side in position.sides]
    engine.start(
        states, np.zeros(1, np.int64), np.array([1], np.uint64), np.stack(records)[None], engine.clauses(FORMAT)
    )
    for seat, (side, p) in enumerate(zip(position.sides, (layout.P1, layout.P2), strict=True)):
        record = int(states[0, p + layout.ACTIVE])
        states[0, record + layout.HP] = states[0, record + layout.MAX_HP] if side.hp is None else side.hp
        _show_moves(states[0], layout.SEEN + seat * layout.SEEN_WORDS, records[seat][0], side)
    return states


def _record(side: Side) -> TeamRecords:
    records = pack_team(_team(side))
    records[0, layout.STATUS] = STATUSES.get(side.status, layout.HEALTHY)
    records[0, layout.SLEEP] = side.sleep
    for slot, pp in enumerate(side.pp):
        records[0, layout.MON_PP + slot] = pp
    return records


def _show_moves(row: States, seen: int, record: TeamRecords, side: Side) -> None:
    full = pack_team(_team(side))[0]
    for slot in range(len(side.moves)):
        spent = full[layout.MON_PP + slot] - record[layout.MON_PP + slot]
        row[seen + USES + slot] = ((slot + 1) << COUNT_BITS) + spent
