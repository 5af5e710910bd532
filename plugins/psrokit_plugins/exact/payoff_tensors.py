"""Payoffs of a normal-form game from what a user wrote, with errors that name the cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from psrokit.api import Floats, InputError, Role, seat_exchanges


def read_csv(path: Path) -> list[list[str]]:
    """The cells of a CSV file, a list per line; blank lines do not count."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the payoffs in {path} cannot be read: {error}", place="csv") from error
    rows = [[cell.strip() for cell in line.split(",")] for line in text.splitlines() if line.strip()]
    if not rows:
        raise InputError(f"{path} holds no payoffs", place="csv")
    return rows


def nested_numbers(node: Any, name: str) -> Any:
    """Lists as tuples and finite numbers as floats, at any depth. `name` is what errors call `node`."""
    if isinstance(node, list | tuple):
        if not node:
            raise InputError(f"{name} is empty")
        return tuple(nested_numbers(item, f"{name}[{place}]") for place, item in enumerate(node))
    try:
        number = float("no number" if isinstance(node, bool) else node)
    except (TypeError, ValueError):
        raise InputError(f"{name} is {node!r}, which is no number") from None
    if not np.isfinite(number):
        raise InputError(f"{name} is {number}; payoffs must be finite")
    return number


def payoff_tensor(numbers: Any, name: str) -> Floats:
    """Every player's payoffs, shape (players, *actions), from `nested_numbers`.

    A matrix is what the first of two players gets and the second loses; anything deeper is one table per player.
    Raises InputError if the nesting is uneven or fits no number of players.
    """
    shape = _shape(numbers, name)
    if len(shape) < 2:
        raise InputError(f"{name} is one list of numbers", remedy="Write a list of rows: [[0, 1], [-1, 0]].")
    table = np.array(numbers, dtype=float)
    if len(shape) == 2:
        return np.stack([table, -table])
    if shape[0] != len(shape) - 1:
        raise InputError(
            f"{name} holds {shape[0]} tables, each nested {len(shape) - 1} deep",
            remedy="Write one table per player, nested as deep as there are players.",
        )
    return table


def _shape(tree: Any, name: str) -> tuple[int, ...]:
    """The sizes at each depth. Raises InputError naming the first part that differs from its neighbours."""
    if not isinstance(tree, tuple):
        return ()
    first = _shape(tree[0], f"{name}[0]")
    for place, item in enumerate(tree):
        shape = _shape(item, f"{name}[{place}]")
        if shape != first:
            raise InputError(f"{name}[{place}] is {_said(shape)}, but {name}[0] is {_said(first)}")
    return (len(tree), *first)


def _said(shape: tuple[int, ...]) -> str:
    return f"a list of {' x '.join(map(str, shape))} numbers" if shape else "a single number"


def exchanged(table: Floats, order: Sequence[int]) -> Floats:
    """What each seat s would get if seat order[s] played its action and was paid in its place, shape as of `table`."""
    return table[list(order)].transpose(0, *(1 + to for to in order))


def check_roles(table: Floats, seats: Sequence[Role]) -> None:
    """Equal roles must be interchangeable: who exchanges two such players exchanges their payoffs.

    Raises InputError that names the first cell where this fails.
    """
    if len(seats) != len(table):
        raise InputError(f"{len(seats)} seats for {len(table)} players", place="seats")
    for order in seat_exchanges(tuple(seats)):
        mirror = exchanged(table, order)
        if mirror.shape != table.shape:
            raise InputError(
                f"players of equal role have different numbers of actions: {table.shape[1:]}", place="seats"
            )
        if not np.array_equal(mirror, table):
            seat, *cell = (int(place) for place in np.argwhere(mirror != table)[0])
            mirrored = [cell[order.index(axis)] for axis in range(len(cell))]
            raise InputError(
                f"player {seat} gets {table[(seat, *cell)]:g} in cell {cell}, but player {order[seat]} gets "
                f"{mirror[(seat, *cell)]:g} in the mirrored cell {mirrored}; players of equal role must get the same",
                place="seats",
                remedy="Correct the payoffs, or give the players different roles.",
            )
