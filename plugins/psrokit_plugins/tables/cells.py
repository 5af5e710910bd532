"""A payoff table as a list of its cells, everything it knows in columns: the shape of psrokit's own table files.

Columns: `seat 0: ROLE`, `seat 1: ROLE`, ... with the names of the policies; `count`, `exact`, `games`, `ties`,
`failures`; and for each seat s `total s`, `squares s`, `wins s`. What a table states stands in every row: in the column
`win_loss`, true where games are won, tied and lost; in `least return` and `greatest return` the range of returns.
Every cell has its row, also one without evidence, the last seat changing fastest, so policies are known in their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from psrokit.api import InputError, NamedTable, PayoffTable

_WHOLE = ("count", "games", "ties", "failures")
_EACH = ("total", "squares", "wins")
_STATED = "win_loss"
RANGE = ("least return", "greatest return")
"""Columns of the range of returns that a table states."""
TRUTHS = ("exact", _STATED)
"""Columns of true and false."""
_HEAD = re.compile(r"seat (\d): (.+)")
Columns = Mapping[str, Sequence[Any]]


def columns_of(named: NamedTable) -> dict[str, list[Any]]:
    """The columns of a table."""
    table = named.table
    profiles = [named.profile(profile) for profile in product(*(range(size) for size in table.sizes))]
    columns: dict[str, list[Any]] = {
        f"seat {seat}: {role}": [profile[seat] for profile in profiles] for seat, role in enumerate(table.seats)
    }
    for name in (*_WHOLE, "exact"):
        columns[name] = getattr(table, name).ravel().tolist()
    for name in _EACH:
        for seat in range(len(table.seats)):
            columns[f"{name} {seat}"] = getattr(table, name)[seat].ravel().tolist()
    if table.win_loss:
        columns[_STATED] = [True] * len(profiles)
    if table.returns is not None:
        columns |= {name: [end] * len(profiles) for name, end in zip(RANGE, table.returns, strict=True)}
    return columns


def seats_in(headings: Sequence[str], place: str) -> tuple[str, ...]:
    """The roles of the seats that the headings name. Raises InputError unless the headings are those of a table."""
    matches = [match for heading in headings if (match := _HEAD.fullmatch(heading))]
    seats = tuple(match[2] for match in matches)
    wanted = [f"seat {seat}: {role}" for seat, role in enumerate(seats)] + [*_WHOLE, "exact"]
    wanted += [f"{name} {seat}" for name in _EACH for seat in range(len(seats))]
    missing = [name for name in wanted if name not in headings]
    strange = [heading for heading in headings if heading not in (*wanted, _STATED, *RANGE)]
    faults = [f"the column '{name}' is missing" for name in ([] if seats else ["seat 0: ROLE"]) + missing]
    faults += [f"the column '{name[:40]}' belongs to no list of cells" for name in strange]
    faults += ["a column stands there twice"] if len(set(headings)) < len(headings) else []
    if faults:
        raise InputError(
            faults[0],
            place=place,
            remedy="A list of cells is what `psrokit analyze --save` wrote; give others as CSV with a line a pair.",
        )
    return seats


def named_table(columns: Columns, source: str) -> NamedTable:
    """The table of these columns, whose values have the right types. Raises InputError if cells are missing."""
    seats = seats_in(list(columns), source)
    named = [[str(name) for name in columns[f"seat {seat}: {role}"]] for seat, role in enumerate(seats)]
    names: dict[str, tuple[str, ...]] = {}
    for role, column in zip(seats, named, strict=True):
        if names.setdefault(role, tuple(dict.fromkeys(column))) != tuple(dict.fromkeys(column)):
            raise InputError(f"seats of role '{role}' name their policies in different orders", place=source)
    sizes = [len(names[role]) for role in seats]
    for row, (profile, wanted) in enumerate(
        zip(zip(*named, strict=True), product(*(names[role] for role in seats)), strict=False)
    ):
        if profile != wanted:
            raise InputError(f"row {row + 1} should be the cell {' / '.join(wanted)}", place=source)
    if len(named[0]) != np.prod(sizes) or not named[0]:
        raise InputError(f"{len(named[0])} cells are no table of {' x '.join(map(str, sizes))}", place=source)
    table = replace(PayoffTable.empty(seats, sizes), win_loss=all(columns.get(_STATED, [False])))
    for name in (*_WHOLE, "exact"):
        array = getattr(table, name)
        array[...] = np.array(columns[name], dtype=array.dtype).reshape(sizes)
    for name in _EACH:
        array = getattr(table, name)
        for seat in range(len(seats)):
            array[seat] = np.array(columns[f"{name} {seat}"], dtype=array.dtype).reshape(sizes)
    found = NamedTable(table, names, source)
    _refuse_contradictions(found)
    returns = _returns(columns, source)
    return found if returns is None else found.stating(returns)


def _returns(columns: Columns, source: str) -> tuple[float, float] | None:
    """The range of returns that all rows state, if they do."""
    stated = {tuple(row) for row in zip(*(columns[name] for name in RANGE if name in columns), strict=True)}
    if not stated:
        return None
    if len(stated) > 1 or any(name not in columns for name in RANGE):
        raise InputError(f"every row states the same {' and '.join(RANGE)}, or none", place=source)
    ((low, high),) = stated
    return float(low), float(high)


def _refuse_contradictions(named: NamedTable) -> None:
    table, source = named.table, named.source
    for name in _WHOLE:
        if (getattr(table, name) < 0).any():
            raise InputError(f"a number of {name} is negative", place=source)
    wrong = ~np.isfinite(table.total).all(axis=0) | ~np.isfinite(table.squares).all(axis=0)
    if wrong.any():
        cell = " / ".join(named.profile(tuple(np.argwhere(wrong)[0].tolist())))
        raise InputError(f"the cell {cell} holds no finite number", place=source)
    for profile in table.profiles():
        for mirror in table.mirrors(profile):
            if (table.count[profile], table.exact[profile]) != (table.count[mirror], table.exact[mirror]):
                one, other = (" / ".join(named.profile(cell)) for cell in (profile, mirror))
                raise InputError(f"the cells {one} and {other} mirror each other and differ", place=source)
