"""How good a position is for seat 0, without playing on: what is left of both teams."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats
from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States

_STANDING = 0.5
"""What a Pokemon is worth that has hardly any HP left; one in full health is worth 1."""
_STEEPNESS = 0.5
"""Two Pokemon ahead is tanh(1), 0.76."""
_UNDECIDED = 0.95
"""No lead is as good as having won."""


def _penalties() -> Floats:
    """What a status takes away, in Pokemon."""
    worth = np.zeros(layout.GONE + 1)
    worth[[layout.BURN, layout.PARALYSIS]] = 0.2
    worth[[layout.FREEZE, layout.SLEEPING]] = 0.35, 0.25
    worth[[layout.POISON, layout.BAD_POISON]] = 0.12, 0.15
    return worth


_PENALTIES = _penalties()


def estimated(states: States) -> Floats:
    """From -1 (lost) to 1 (won), shape (n,)."""
    records = states[:, layout.MONS : layout.SEEN].reshape(len(states), 2, -1, layout.MON_WORDS)
    hp, most = records[..., layout.HP], np.maximum(records[..., layout.MAX_HP], 1)
    worth = _STANDING + (1 - _STANDING) * hp / most - _PENALTIES[records[..., layout.STATUS]]
    left = (worth * (hp > 0)).sum(axis=2)
    lead = _UNDECIDED * np.tanh(_STEEPNESS * (left[:, 0] - left[:, 1]))
    won = np.array([1.0, -1.0, 0.0])[engine.winner(states)]
    return np.where(states[:, layout.RESULT] == layout.RUNNING, lead, won)
