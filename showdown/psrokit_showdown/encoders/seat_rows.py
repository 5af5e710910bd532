"""What some seats see, as rows of the native engine: what every encoder of this package is asked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit.api import InputError
from psrokit_showdown.engine import States
from psrokit_showdown.engine.layout import WORDS

TEAM = 6
FASTER, MET, AILED = 0, TEAM * TEAM, TEAM * TEAM + 1
NOTES = TEAM * TEAM + 2
"""What is remembered of one actor: for each pair of Pokemon who was FASTER (1 the own, -1 the other), which of the
other side it MET on the field (a bit each, by place in the team), and how it saw them AILED there (ASLEEP, FROZEN).
"""
ASLEEP, FROZEN = 1, 2


class SeatRows(NamedTuple):
    """Views for encoders alone: a row knows both sides.

    states: k rows of battles, shape (k, layout.WORDS). seats: who looks at each, shape (k,). actors: which actor that
    is, shape (k,). notes: what encoders remember of every actor, shape (actors, NOTES), zeros when a battle begins; an
    encoder must see all decisions of an actor, in their order. format: of all these battles, as `gen1ou`.
    """

    states: States
    seats: NDArray[np.int64]
    actors: NDArray[np.int64]
    notes: NDArray[np.int8]
    format: str

    def checked(self) -> tuple[States, NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]:
        """The arrays as compiled code takes them, which checks nothing. Raises InputError where they do not fit."""
        states, seats, actors, notes, _ = self
        count = len(states)
        fit = states.shape == (count, WORDS) and seats.shape == actors.shape == (count,)
        fit = fit and notes.shape[1:] == (NOTES,) and notes.flags.c_contiguous
        if not fit or (count and not 0 <= actors.min() <= actors.max() < len(notes)):
            raise InputError(
                f"rows {states.shape}, seats {seats.shape}, actors {actors.shape} and notes {notes.shape} do not fit",
                remedy="See SeatRows for their shapes; notes are made by no_notes(actors).",
            )
        whole = np.ascontiguousarray
        return whole(states, np.int16), whole(seats, np.int64), whole(actors, np.int64), notes


def no_notes(actors: int) -> NDArray[np.int8]:
    """What actors remember before their first decision."""
    return np.zeros((actors, NOTES), np.int8)
