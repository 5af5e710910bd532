"""Payoffs without games as a table, and the payoffs of a table as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from psrokit.api import Floats, IntegrityError, NamedTable, PayoffTable

MOST_PAYOFFS = 4_000_000


def table_of_payoffs(roles: Sequence[str], payoffs: Floats) -> PayoffTable:
    """A table of exact payoffs, shape (seats, *K); a cell in which one is NaN is unknown."""
    known = np.asarray(np.isfinite(payoffs).all(axis=0))
    empty = PayoffTable.empty(roles, payoffs.shape[1:])
    return replace(empty, exact=known, total=np.where(known, payoffs, 0.0))


def complete_payoffs(named: NamedTable, target: str) -> Floats:
    """The means, shape (seats, *K). Raises IntegrityError that names a missing cell: `target` cannot hold holes."""
    holes = named.table.holes()
    if holes:
        raise IntegrityError(f"{target} cannot hold missing payoffs: {' / '.join(named.profile(holes[0]))} has none")
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
