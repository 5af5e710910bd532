"""The samples of a table of won, tied and lost games as counts: better, even or worse for the first seat.

A sample is a game, or the mean of a mirrored group of games. The games of a group share their luck and are not
independent; samples are. With one game a sample, or groups of two decided games, the counts are those of the samples
themselves. Where a group can hold ties a sample has more values than three, and the counts are those of samples of
three values with the same sum and the same sum of squares, which need not be whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, PayoffTable, returns_are_wins


@dataclass(frozen=True, slots=True)
class Samples:
    """better, even, worse: how many samples returned +1, 0 or -1 to the first seat; shape (K_0, K_1)."""

    better: Floats
    even: Floats
    worse: Floats

    @property
    def count(self) -> Floats:
        """All samples of a cell, shape (K_0, K_1)."""
        return self.better + self.even + self.worse

    @property
    def seen_by_columns(self) -> Samples:
        """The same for the second seat, shape (K_1, K_0)."""
        return Samples(self.worse.T, self.even.T, self.better.T)


def samples_of(table: PayoffTable) -> Samples:
    """Raises InputError unless the table holds games of two players that were won, tied and lost."""
    if not table.games.any():
        raise InputError("there are no games in this table, so there is nothing that luck could explain")
    if not returns_are_wins(table) or not table.count.any():
        raise InputError("this needs a table of two players whose returns are won, tied and lost games")
    played = ~table.exact & (table.count > 0)
    total, decided = (np.where(played, sums[0], 0.0) for sums in (table.total, table.squares))
    return Samples(
        (decided + total) / 2, np.where(played, table.count, 0) - decided, np.maximum((decided - total) / 2, 0.0)
    )
