"""Payoffs without single games as a table, and the payoffs of a table as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from psrokit.api import Floats, InputError, IntegrityError, NamedTable, PayoffTable

MOST_PAYOFFS = 4_000_000
LARGEST = 1e100
"""A payoff beyond it has a square that is no number."""
Returns = tuple[float, float]
"""The least and the greatest return that a player can get in one game."""


def table_of_payoffs(roles: Sequence[str], payoffs: Floats) -> PayoffTable:
    """A table of exact payoffs, shape (seats, *K); a cell in which one is NaN is unknown."""
    known = np.asarray(np.isfinite(payoffs).all(axis=0))
    empty = PayoffTable.empty(roles, payoffs.shape[1:])
    return replace(empty, exact=known, total=np.where(known, payoffs, 0.0))


def table_of_means(roles: Sequence[str], means: Floats, games: Floats, returns: Returns, place: str) -> PayoffTable:
    """A table of means, shape (seats, *K), of so many games each, shape (*K); cells without games are unknown.

    The samples of a cell are taken to be as spread as any with its mean between the `returns`: their variance is
    (high - mean)(mean - low), the largest there is (Bhatia and Davis 2000), so intervals are rather too wide. Raises
    InputError for means outside of the returns.
    """
    low, high = returns
    count = games.astype(np.int64)
    means = np.where(count > 0, means, (low + high) / 2)
    if not low < high or (means < low).any() or (means > high).any():
        raise InputError(
            f"returns from {low:g} to {high:g} do not allow payoffs from {means.min():g} to {means.max():g}",
            place=place,
            remedy="Give the least and the greatest return of one game with --returns LOW HIGH.",
        )
    squares = count * (means**2 + (high - means) * (means - low))
    return replace(
        PayoffTable.empty(roles, count.shape), count=count, total=count * means, squares=squares, games=count
    )


def complete_payoffs(named: NamedTable, target: str) -> Floats:
    """The means, shape (seats, *K). Raises IntegrityError that names a missing cell: `target` cannot hold holes."""
    holes = named.table.holes()
    if holes:
        raise IntegrityError(
            f"{target} cannot hold missing payoffs: {' / '.join(named.profile(holes[0]))} has none",
            remedy="Play what is missing first; a table saved as .csv or .parquet may have holes.",
        )
    return named.table.mean


def distinct(names: Sequence[str], fallback: str) -> tuple[str, ...]:
    """The names, numbered where one is empty or repeats another."""
    found: list[str] = []
    for number, name in enumerate(names):
        unique = name or f"{fallback} {number}"
        while unique in found:
            unique = f"{unique} ({number})"
        found.append(unique)
    return tuple(found)
