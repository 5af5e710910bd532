"""Newer members weigh more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import InputError, MetaStrategy, PayoffTable, checked_means, meta_solver


@meta_solver("recency")
@dataclass(frozen=True)
class Recency:
    """Weights that fall geometrically with age: between self-play (`last`) and fictitious self-play (`uniform`).

    decay: the weight of a member divided by that of the one that joined after it.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"affine_invariant"})

    decay: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.decay <= 1:
            raise InputError(f"recency needs 0 < decay <= 1, not {self.decay}", place="decay")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError if the table is incomplete, as every solver does."""
        checked_means(table)
        weights = {
            role: self.decay ** np.arange(size)[::-1] for role, size in zip(table.seats, table.sizes, strict=True)
        }
        return MetaStrategy({role: its / its.sum() for role, its in weights.items()})
