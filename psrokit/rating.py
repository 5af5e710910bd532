"""Ratings: one number per policy, computed from a payoff table, with its units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from psrokit.errors import IntegrityError
from psrokit.game import Floats, Role
from psrokit.payoff import PayoffTable


@dataclass(frozen=True, slots=True)
class Ratings:
    """One number per policy of each role.

    values: role -> shape (K_role,), finite. units: what the numbers are, e.g. "Elo points, mean 1500".
    method: how they were computed, with whatever was assumed or added to the evidence.
    deviations: the method's own standard deviations in the same units and shapes, where it has some.
    """

    values: Mapping[Role, Floats]
    units: str
    method: str
    deviations: Mapping[Role, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role, values in [*self.values.items(), *self.deviations.items()]:
            if not np.all(np.isfinite(values)):
                raise IntegrityError(f"a rating of role '{role}' is no finite number: {values!r}")


class Rating(Protocol):
    """Turns a table into one number per policy. Pure: it sees the table, never the run.

    A resampled table is rated like any other: it has other payoffs, and where returns are wins, the wins and ties of
    as many `games` that return them, which are no whole numbers.
    """

    def rate(self, table: PayoffTable) -> Ratings:
        """The ratings of every role's policies.

        Raises IntegrityError naming the cell for a payoff that is no finite number, or for a hole if the method needs
        every cell, and InputError for a table that it cannot rate (returns that are no wins and losses, more seats
        than two).
        """
