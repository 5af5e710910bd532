"""States as what they add to the state before: a run of K iterations is kept in the space of its last table, not K.

A population and a payoff table usually only grow at their ends, and then a row holds the new members and the new cells.
Whatever else happened to them is written down whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from psrokit.errors import IntegrityError
from psrokit.game import Role
from psrokit.payoff import PayoffTable
from psrokit.store.rows import (
    ARRAYS,
    StoredMember,
    array_data,
    population_data,
    population_from,
    table_data,
    table_from,
)

Members = Mapping[Role, tuple[StoredMember, ...]]


def grown_table_data(table: PayoffTable, before: PayoffTable | None) -> dict[str, Any]:
    """A payoff table as JSON data, as its new cells if the others are those of `before` to the last bit."""
    if before is None or not _continues(table, before):
        return table_data(table)
    new = _new_cells(table, before.sizes)
    added = {name: array_data(getattr(table, name)[..., new]) for name in ARRAYS}
    return {"after": list(before.sizes), "seats": list(table.seats), "sizes": list(table.sizes), **added}


def grown_table_from(data: Mapping[str, Any], before: PayoffTable | None) -> PayoffTable:
    """The table that `grown_table_data` wrote. Raises IntegrityError if `before` is not what it grew from."""
    if "after" not in data:
        return table_from(data)
    if before is None or list(before.sizes) != data["after"]:
        raise IntegrityError("a payoff table cannot be read, because the one before it is missing")
    table = before.grown(data["sizes"])
    new = _new_cells(table, before.sizes)
    for name in ARRAYS:
        getattr(table, name)[..., new] = data[name]
    return table


def grown_population_data(population: Members, before: Members | None) -> Any:
    """A population as JSON data: `[members before, new members]` per role, or whole."""
    if before is None or before.keys() != population.keys():
        return population_data(population)
    sizes = {role: len(members) for role, members in before.items()}
    if any(population[role][:size] != before[role] for role, size in sizes.items()):
        return population_data(population)
    return [sizes, population_data({role: population[role][size:] for role, size in sizes.items()})]


def grown_population_from(data: Any, before: Members | None) -> Members:
    """The population that `grown_population_data` wrote. Raises IntegrityError if it did not grow from `before`."""
    if isinstance(data, dict):
        return population_from(data)
    sizes, joined = data[0], population_from(data[1])
    if before is None or {role: len(members) for role, members in before.items()} != sizes:
        raise IntegrityError("a population cannot be read, because the one before it is missing")
    return {role: (*before[role], *members) for role, members in joined.items()}


def _continues(table: PayoffTable, before: PayoffTable) -> bool:
    """Whether all cells of `before` are the first cells of `table`, to the last bit."""
    if (table.seats, table.win_loss, table.returns) != (before.seats, before.win_loss, before.returns):
        return False
    if any(new < old for new, old in zip(table.sizes, before.sizes, strict=True)):
        return False
    old = (..., *(slice(size) for size in before.sizes))
    return all(getattr(table, name)[old].tobytes() == getattr(before, name).tobytes() for name in ARRAYS)


def _new_cells(table: PayoffTable, sizes: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    new = np.ones(table.sizes, dtype=np.bool_)
    new[tuple(slice(size) for size in sizes)] = False
    return new
