"""How good a position is for seat 0, without playing on: what is left of both teams."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats

_STANDING = 0.5
"""What a Pokemon is worth that has hardly any HP left; one in full health is worth 1."""
_STEEPNESS = 0.5
"""Two Pokemon ahead is tanh(1), 0.76."""
_UNDECIDED = 0.95
"""No lead is as good as having won."""
PENALTIES = {"brn": 0.2, "par": 0.2, "frz": 0.35, "slp": 0.25, "psn": 0.12, "tox": 0.15}
"""What a status takes away, in Pokemon."""


def lead(health: Floats, penalties: Floats) -> Floats:
    """Of battles under way, from -1 to 1, shape (n,).

    health: the share of HP that is left of each Pokemon, shape (n, 2, team). penalties: for its status.
    """
    worth = _STANDING + (1 - _STANDING) * health - penalties
    left = (worth * (health > 0)).sum(axis=2)
    return np.asarray(_UNDECIDED * np.tanh(_STEEPNESS * (left[:, 0] - left[:, 1])))


def result(winners: NDArray[np.integer]) -> Floats:
    """Of battles that are over. winners: seat 0 or 1, -1 for a tie."""
    return np.asarray(np.array([1.0, -1.0, 0.0])[winners])
