"""The newest members, all alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import InputError, MetaStrategy, PayoffTable, checked_means, meta_solver


@meta_solver("last_k")
@dataclass(frozen=True)
class LastK:
    """Equal weight for the members of each role that joined last, none for older ones.

    k: how many; all of them where a role has fewer.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"affine_invariant"})

    k: int = 5

    def __post_init__(self) -> None:
        if self.k < 1:
            raise InputError(f"last_k needs k >= 1, not {self.k}", place="k")

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError if the table is incomplete, as every solver does."""
        checked_means(table)
        kept = {role: np.arange(size) >= size - self.k for role, size in zip(table.seats, table.sizes, strict=True)}
        return MetaStrategy({role: its / its.sum() for role, its in kept.items()})
