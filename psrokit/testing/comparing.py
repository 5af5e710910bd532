"""Whether answers agree to the last bit, and whether a table stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from psrokit.payoff import PayoffTable
from psrokit.testing.suite import expect


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two mappings of arrays and numbers agree to the last bit."""
    return one.keys() == other.keys() and all(np.array_equal(one[key], other[key]) for key in one)


def contents(table: PayoffTable) -> dict[str, Any]:
    """Copies of all that a table holds."""
    return {field.name: np.array(getattr(table, field.name)) for field in fields(table)}


def leaving_alone(table: PayoffTable, look: Callable[[PayoffTable], object]) -> None:
    """Let `look` see the table. Raises LawBroken if it writes into it."""
    before = contents(table)
    look(table)
    expect(same(before, contents(table)), "the table was changed")
