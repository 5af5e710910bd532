"""Whether a table's returns are wins, ties and losses: +1, 0 and -1."""

from __future__ import annotations

import numpy as np

from psrokit.api import PayoffTable


def returns_are_wins(table: PayoffTable) -> bool:
    """Whether all the games in a two-player table together returned exactly their wins minus their losses."""
    if len(table.seats) != 2:
        return False
    clean = (table.failures == 0) & (table.games > 0)
    groups = table.games[clean] // np.maximum(table.count[clean], 1)
    balance = (table.wins[0] - table.wins[1])[clean]
    return bool(clean.any() and np.array_equal(table.total[0][clean] * groups, balance))
