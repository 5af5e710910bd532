"""Arenas: where a game is fast enough for objects to hurt, its lanes play matches as arrays, no object a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeGuard, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from psrokit.game import Lanes
from psrokit.play import Match, Outcome
from psrokit.policy import Policy


@runtime_checkable
class ArenaLanes(Lanes, Protocol):
    """Lanes that play some matches by themselves. How a match is played never changes what comes of it."""

    def hosts(self, match: Match) -> bool:
        """Whether this match can be played without an object a decision: what sits in it answers arrays."""

    def play(self, matches: Sequence[Match], in_flight: int) -> Iterator[tuple[int, Outcome]]:
        """Play matches that it hosts, up to `in_flight` at once; yields (index into `matches`, outcome).

        A match whose episode fails is left out: the driver plays it again, tick by tick.
        """


class Draws(Protocol):
    """The actors' own randomness: each has the generator that `Policy.start` would have been given."""

    def __call__(self) -> NDArray[np.float64]:
        """The next number of each asked actor, as `rng.random()` gives it, shape (k,)."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The pending decisions of one policy in one tick, one a row.

    views: what the seats know, domain-typed, k rows. legal: shape (k, actions), True where an action may be taken.
    draws: for policies that choose at random.
    """

    views: Any
    legal: NDArray[np.bool_]
    draws: Draws


class ArrayPolicy(Policy, Protocol):
    """A policy without memory that answers arrays directly, and the same as its actors do."""

    def act_rows(self, decisions: Decisions) -> NDArray[np.int64]:
        """The index of a legal action for each row, shape (k,)."""


def answers_rows(policy: Policy) -> TypeGuard[ArrayPolicy]:
    """Whether a policy offers `act_rows`."""
    return hasattr(policy, "act_rows")
