"""A battle's row before its first action: teams, seed, clauses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.layout import (
    CLAUSES,
    ENEMY_SELECTED,
    LEFT,
    MON_WORDS,
    MONS,
    NO_MOVE,
    NOT_BEGUN,
    ORDER,
    P1,
    P2,
    REQUEST,
    SEED,
    SELECTED,
    SPECIES,
    TEAM_SIZE,
    TEAM_WORDS,
    WORDS,
)

TEAM_LIMIT = 6


def fresh_rows(seeds: NDArray[np.uint64], teams: NDArray[np.int16], clauses: int) -> States:
    """Rows of battles that have not begun, from seeds of shape (k,) and teams of shape (k, 2, 6, MON_WORDS)."""
    rows = np.zeros((len(seeds), WORDS), np.int16)
    shifts = np.array([48, 32, 16, 0], np.uint64)
    rows[:, SEED : SEED + 4] = ((seeds[:, None] >> shifts) & np.uint64(0xFFFF)).astype(np.uint16).view(np.int16)
    rows[:, CLAUSES] = clauses
    rows[:, MONS : MONS + 2 * TEAM_WORDS] = teams.reshape(len(seeds), 2 * TEAM_LIMIT * MON_WORDS)
    for seat, p in enumerate((P1, P2)):
        sizes = (teams[:, seat, :, SPECIES] > 0).sum(axis=1)
        rows[:, p + TEAM_SIZE] = sizes
        rows[:, p + LEFT] = sizes
        rows[:, p + ORDER : p + ORDER + TEAM_LIMIT] = np.arange(TEAM_LIMIT)
        rows[:, p + SELECTED] = NO_MOVE
        rows[:, p + ENEMY_SELECTED] = NO_MOVE
        rows[:, p + REQUEST] = NOT_BEGUN
    return rows
