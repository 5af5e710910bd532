"""What is searched: battles that are guessed at, and copies of them that are played on, whatever engine holds them.

Choices have numbers: 1 to 4 moves, 5 to 10 switches by place in the request, and 11 to 14, where a generation has it,
moves with a Terastallization. What a choice *is* - the move, or the species that is sent in - is a number as well, its
identity: the same in all guesses at a battle, 0 for none.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats

SEATS, MOVES, TEAM = 2, 4, 6
CHOICES = (
    *(f"move {place + 1}" for place in range(MOVES)),
    *(f"switch {place + 1}" for place in range(TEAM)),
    *(f"move {place + 1} terastallize" for place in range(MOVES)),
)
"""Choices in words, by their numbers less 1."""
Masks = NDArray[np.uint16]
"""Bits of what may be chosen, shape (k, 2): bit c - 1 for choice c, none where a seat is not asked."""
Chosen = NDArray[np.int8]
"""Choices' numbers, shape (k, 2), 0 where a seat is not asked."""
Places = NDArray[np.int64]


class Positions(Protocol):
    """Battles that are played on. which: of them, shape (k,)."""

    def __len__(self) -> int:
        """How many there are."""

    def masks(self, which: Places) -> Masks:
        """What both seats may choose."""

    def identities(self, which: Places) -> Places:
        """What each choice is, shape (k, 2, choices)."""

    def asked(self, which: Places) -> Places:
        """What both seats are asked for, shape (k, 2): a number for each kind of question."""

    def running(self, which: Places) -> NDArray[np.bool_]:
        """Which are not over."""

    def usual(self, which: Places, opposite: Places, rng: np.random.Generator) -> Chosen:
        """What the player of rollouts does in seat 0, and in seat 1 whoever sits there (a place in the opponents)."""

    def advance(self, which: Places, made: Chosen) -> None:
        """Carry out choices."""

    def estimates(self) -> Floats:
        """How good each is for seat 0, from -1 (lost) to 1 (won)."""


class Guesses(Protocol):
    """Guesses at one battle as the searching seat, which is seat 0 here, knows it."""

    @property
    def identities(self) -> int:
        """How many numbers there are for what a choice is, 0 included."""

    def common(self) -> int:
        """The mask of what seat 0 may choose in all of them."""

    def copies(self, origins: Places, times: int, rng: np.random.Generator) -> Positions:
        """Battles that go on from guesses, `times` of each with the same luck: all origins, then all again."""

    def __len__(self) -> int:
        """How many there are."""
