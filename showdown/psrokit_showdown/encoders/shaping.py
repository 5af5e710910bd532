"""What rewards are made of, over pairs of rows in one compiled call: `psrokit_showdown.reward_components`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.compiled.sight import status_shown
from psrokit_showdown.encoders.listing import Array, foe_health, foes_left
from psrokit_showdown.encoders.version import encoders_digest
from psrokit_showdown.engine import States
from psrokit_showdown.engine.compiling import entry
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import ACTIVE, BOTH, HEALTHY, HP, MAX_HP, ORDER, P1, P2, SPECIES, TEAM_SIZE
from psrokit_showdown.engine.rows import row_at
from psrokit_showdown.reward_components import COMPONENTS

DAMAGE_DONE, HP_GAIN, GAVE_STATUS, TOOK_STATUS, REMOVED, LOST = range(6)
"""The first of COMPONENTS: those that follow from two rows."""


@kernel
def _shape(before: Row, after: Row, p: int, found: Array) -> None:
    """The components of what one seat saw."""
    foe = BOTH - p
    own, old = after[p + ACTIVE], _same_species(before, p, after[after[p + ACTIVE] + SPECIES])
    if old:
        found[HP_GAIN] = after[own + HP] / after[own + MAX_HP] - before[old + HP] / before[old + MAX_HP]
        found[TOOK_STATUS] = _became_ill(before, old, after, own)
    theirs, others = after[foe + ACTIVE], before[foe + ACTIVE]
    if after[theirs + SPECIES] == before[others + SPECIES]:
        found[DAMAGE_DONE] = foe_health(before, others) - foe_health(after, theirs)
        found[GAVE_STATUS] = _became_ill(before, others, after, theirs)
    found[REMOVED] = 1.0 if foes_left(after, foe) < foes_left(before, foe) else 0.0
    found[LOST] = 1.0 if _reserves(after, p) < _reserves(before, p) else 0.0


@kernel
def _same_species(row: Row, p: int, species: int) -> int:
    """The Pokemon on the field, or the first that can be switched to, if it is of a species; else 0."""
    for place in range(row[p + TEAM_SIZE]):
        mon = record_of(p, row[p + ORDER + place])
        if row[mon + SPECIES] == species and (place == 0 or row[mon + HP] > 0):
            return mon
    return 0


@kernel
def _became_ill(before: Row, old: int, after: Row, new: int) -> float:
    return 1.0 if status_shown(before, old) == HEALTHY and status_shown(after, new) != HEALTHY else 0.0


@kernel
def _reserves(row: Row, p: int) -> int:
    """How many Pokemon can be switched to."""
    count = 0
    for place in range(1, row[p + TEAM_SIZE]):
        count += 1 if row[record_of(p, row[p + ORDER + place]) + HP] > 0 else 0
    return count


def _shape_entry(version: int) -> Callable[..., None]:
    def shape(before: States, after: States, seats: NDArray[np.int64], found: NDArray[np.float64]) -> None:
        for i in range(len(after) if version else 0):
            _shape(row_at(before, i), row_at(after, i), P2 if seats[i] else P1, row_at(found, i))

    return entry(shape)


@cache
def _entry() -> Callable[..., None]:
    return _shape_entry(encoders_digest())


def shaped_rows(before: States, after: States, seats: NDArray[np.int64]) -> NDArray[np.float64]:
    """COMPONENTS of what seats saw of k battles before and after, shape (k, 9); those of the result stay 0.

    before, after: shape (k, layout.WORDS), C-contiguous. seats: shape (k,).
    """
    found = np.zeros((len(after), len(COMPONENTS)))
    _entry()(before, after, seats, found)
    return found
