"""Many battles of the native engine as rows, a learner in one seat of each and one policy in the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Policy, Seat
from psrokit_showdown import engine
from psrokit_showdown.compiled.arena import NativeArena, record_from
from psrokit_showdown.compiled.entries import SEAT_BITS
from psrokit_showdown.engine.dealing import Dealt
from psrokit_showdown.envs.opponents import opponents

Places = NDArray[np.int64]


class Rows:
    """`count` battles, each moved until its learner is asked or it is over.

    states: their rows, shape (count, layout.WORDS). masks: what each seat may choose, shape (count, 2), 0 where it is
    not asked.
    """

    def __init__(self, lanes: NativeArena, format_id: str, count: int, seat: Seat, opponent: Policy) -> None:
        self.states = engine.new_states(count)
        self.masks = np.zeros((count, 2), np.uint16)
        self._lanes = lanes
        self._seat = seat
        self._opponents = opponents(opponent, count, 1 - seat, format_id)
        self._dealt: dict[int, Dealt] = {}
        self._logs = [bytearray() for _ in range(count)]

    def begin(self, places: Places, seeds: Sequence[int]) -> None:
        """Deal battles in some places."""
        dealt, self.states[places] = self._lanes.begin(seeds)
        self.masks[places] = engine.legal(self.states[places])
        self._opponents.sit_down(places, seeds)
        for place, one in zip(places.tolist(), dealt, strict=True):
            self._dealt[place], self._logs[place] = one, bytearray()
        self._go_on(places)

    def play(self, places: Places, columns: NDArray[np.int8]) -> None:
        """Carry out the learners' choices, columns of what is legal, and go on until each is asked again."""
        self._step(places, columns + 1)
        self._go_on(places)

    def record(self, place: int) -> Mapping[str, Any]:
        """The record of a battle that is over."""
        return record_from(self._dealt[place], self.states[place], bytes(self._logs[place]))

    def _go_on(self, places: Places) -> None:
        """Move those in which only the opponent is asked."""
        while len(places := places[(self.masks[places, self._seat] == 0) & self.masks[places].any(axis=1)]):
            self._step(places, np.zeros(len(places), np.int8))

    def _step(self, places: Places, numbers: NDArray[np.int8]) -> None:
        moving = np.zeros_like(self.masks)
        moving[places] = self.masks[places]
        choices = self._opponents.choose(self.states, moving)[places]
        choices[:, self._seat] = numbers
        states = self.states[places]
        engine.step(states, choices)
        self.states[places], self.masks[places] = states, engine.legal(states)
        both = choices[:, 0].astype(np.int64) | (choices[:, 1].astype(np.int64) << SEAT_BITS)
        for place, byte in zip(places.tolist(), both.tolist(), strict=True):
            self._logs[place].append(byte)
