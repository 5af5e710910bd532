"""All members alike: with a best response each iteration this is fictitious self-play over policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import MetaStrategy, PayoffTable, checked_means, meta_solver


@meta_solver("uniform")
@dataclass(frozen=True)
class Uniform:
    """Equal weight for every member of every role (Brown 1951; Heinrich, Lanctot and Silver 2015).

    A response that is a member already does not join again, so it does not count twice: see the oracle
    `fictitious_play`.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"anonymous", "affine_invariant", "monotone"})

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises IntegrityError if the table is incomplete, as every solver does."""
        checked_means(table)
        return MetaStrategy(
            {role: np.full(size, 1 / size) for role, size in zip(table.seats, table.sizes, strict=True)}
        )
