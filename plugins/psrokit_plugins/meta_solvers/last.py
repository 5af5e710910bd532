"""The newest members only: with a best response each iteration this is plain self-play."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import MetaStrategy, PayoffTable, checked_means, meta_solver


@meta_solver("last")
@dataclass(frozen=True)
class Last:
    """All weight on the member of each role that joined last.

    A response that is a member already does not join again: where self-play would go round in a circle, it stops there.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"affine_invariant"})

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError if the table is incomplete, as every solver does."""
        checked_means(table)
        return MetaStrategy({role: np.eye(size)[-1] for role, size in zip(table.seats, table.sizes, strict=True)})
