"""Endgame positions as JSON: two Pokemon in full, and the row of a battle that stands there.

A side is {"species", "moves"} and, where they are not full or healthy, "level", "hp", "status" (brn, par, psn, slp,
frz), "sleep" (turns left, needed with slp) and "pp" (one number a move). The battle is at its first decision in turn 1
of gen1ou: no stages, no volatile effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

import numpy as np

from psrokit.api import InputError, unknown
from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.packing import TeamRecords, pack_team
from psrokit_showdown.engine.seen import COUNT_BITS, USES
from psrokit_showdown.engine.tables import STATUS_CODES
from psrokit_showdown.teams import Member, Team
from psrokit_showdown.teams.team import packed_name

FORMAT = "gen1ou"
STATUSES = {name: code for name, code in STATUS_CODES.items() if code != layout.BAD_POISON}


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


_DEFAULTS: Mapping[str, Any] = {one.name: one.default for one in fields(Side) if one.default is not MISSING}
_KEYS = tuple(one.name for one in fields(Side))


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
    values = {key: getattr(side, key) for key in _KEYS}
    said = {key: value for key, value in values.items() if key not in _DEFAULTS or value != _DEFAULTS[key]}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}


def _side(data: Any, place: str) -> Side:
    if not isinstance(data, Mapping):
        raise InputError('a side is {"species": ..., "moves": [...]}', place=place)
    for key in data:
        if key not in _KEYS:
            raise InputError(unknown("key of a side", str(key), _KEYS), place=place)
    species, moves, pp = data.get("species"), data.get("moves"), data.get("pp", [])
    if not isinstance(species, str) or not _all(moves, str) or not moves:
        raise InputError("a side needs a species and a list of moves", place=place)
    if not _all(pp, int) or (pp and len(pp) != len(moves)):
        raise InputError("pp is a list with one whole number for each move", place=place)
    for key, value in data.items():
        if key in ("level", "hp", "sleep") and not _all([value], int) and (key, value) != ("hp", None):
            raise InputError(f"{key} is a whole number", place=place)
    lists = {"moves": tuple(map(packed_name, moves)), "pp": tuple(pp)}
    side = Side(**{**_DEFAULTS, **data, "species": packed_name(species), **lists})
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
    if side.status not in ("", *STATUSES):
        raise InputError(unknown("status", str(side.status), STATUSES), place=place)
    if not (1 <= side.sleep <= 7 if side.status == "slp" else side.sleep == 0):
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
