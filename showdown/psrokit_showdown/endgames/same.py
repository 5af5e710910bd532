"""When two rows are the same position: words that no rule can read any more are set to 0.

Left out are the random state, the turn's number, what only views and hints read, cached speeds (they decide idle draws
only), and, between decisions, the selected move of a side that must select anew. The last damage and what Counter looks
at go where no reachable move reads them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.data import gen1_moves
from psrokit_showdown.endgames.parts import paused
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BIDE,
    CHARGING,
    ENEMY_MOVE,
    ENEMY_SELECTED,
    FREEZE,
    LAST_DAMAGE,
    LAST_MOVE,
    MON_MOVE,
    MON_WORDS,
    MONS,
    MOVE_ASKED,
    P1,
    P2,
    RAGE,
    RECHARGE,
    REQUEST,
    RESULT,
    RUNNING,
    SEED,
    SEEN,
    SELECTED,
    SELECTED_SLOT,
    SLEEPING,
    SLOT_DISABLED,
    SLOT_PP,
    SPEED,
    STATUS,
    TEAM_WORDS,
    THRASH,
    TRAPPED,
    TRAPPING,
    TURN,
)

READERS_OF_DAMAGE = ("counter", "bide", "metronome")
"""Moves for which the last damage matters, or that may become one of them; Mimic, Mirror Move and Transform only take
what is there."""
_LOCKS = (RECHARGE, RAGE, THRASH, CHARGING, BIDE, TRAPPING)


def reads_damage(row: States) -> bool:
    """Whether some move of either team reads the last damage. row: shape (1, WORDS)."""
    codes = {gen1_moves()[name].num for name in READERS_OF_DAMAGE}
    records = row[0, MONS : MONS + 2 * TEAM_WORDS].reshape(-1, MON_WORDS)
    return bool(codes & set(records[:, MON_MOVE : MON_MOVE + 4].ravel().tolist()))


def canonical(states: States, damage_matters: bool) -> States:
    """The rows with all that is unread set to 0; ended battles keep nothing but their result."""
    rows = states.copy()
    rows[:, SEED : SEED + 4] = 0
    rows[:, TURN] = 0
    rows[:, SEEN:] = 0
    if not damage_matters:
        rows[:, LAST_DAMAGE : LAST_DAMAGE + 2] = 0
    resting = ~paused(rows)
    for p in (P1, P2):
        rows[:, [p + LAST_MOVE, p + SPEED]] = 0
        if not damage_matters:
            rows[:, p + ENEMY_MOVE] = 0
        _forget_selection(rows, p, resting)
    over = rows[:, RESULT] != RUNNING
    results = rows[over, RESULT]
    rows[over] = 0
    rows[over, RESULT] = results
    return rows


def _forget_selection(rows: States, p: int, resting: NDArray[np.bool_]) -> None:
    status = np.take_along_axis(rows, rows[:, [p + ACTIVE]].astype(np.int64) + STATUS, axis=1)[:, 0]
    free = resting & (rows[:, p + REQUEST] == MOVE_ASKED) & (status != SLEEPING) & (status != FREEZE)
    for lock in _LOCKS:
        free &= rows[:, p + lock] == 0
    rows[free, p + SELECTED] = 0
    rows[free, p + ENEMY_SELECTED] = 0
    usable = (rows[:, p + SLOT_PP : p + SLOT_PP + 4] > 0) & (rows[:, p + SLOT_DISABLED : p + SLOT_DISABLED + 4] == 0)
    rows[free & (rows[:, p + TRAPPED] == 0) & usable.any(axis=1), p + SELECTED_SLOT] = 0
