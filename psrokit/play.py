"""Matches: what is scheduled, what came of it, and who runs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from psrokit.game import Game, Role
from psrokit.policy import Policy


@dataclass(frozen=True, slots=True)
class Match:
    """One episode to be played: who sits where, from which seed, and for what purpose.

    The purpose belongs to the match because games played to train or select a policy may never count in its score.
    """

    policies: tuple[Policy, ...]
    seed: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a match.

    returns: per seat, or None if every attempt failed. attempts: how often it was dealt. decisions: actions taken.
    failure: kind of the last failure, when all attempts failed. record: facts from the episode (JSON data).
    """

    returns: tuple[float, ...] | None
    attempts: int
    decisions: int
    failure: str | None = None
    record: Mapping[str, Any] = field(default_factory=dict)


class Venue(Protocol):
    """Where matches of one game are played, while it is open."""

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Play all matches; yields (index into `matches`, outcome) in whatever order they finish."""


class Executor(Protocol):
    """How matches run: here, in worker processes, on a cluster. It never changes a result."""

    def open(self, game: Game) -> AbstractContextManager[Venue]:
        """A venue for `game`; leaving the context ends everything that runs for it."""


def mirrored(seats: Sequence[Role], policies: Sequence[Policy], seed: int, purpose: str) -> tuple[Match, ...]:
    """The unit of evidence: the same deal once per rotation of the policies among seats of equal role.

    With two equal seats this is the mirrored pair: same seed, same teams, seats exchanged, so that the luck of the
    deal cancels. With all roles different it is a single match. In match r, `policies[rotation(seats, r)[s]]` has
    seat s.
    """
    return tuple(
        Match(tuple(policies[position] for position in rotation(seats, turn)), seed, purpose)
        for turn in range(rotations(seats))
    )


def rotations(seats: Sequence[Role]) -> int:
    """How many matches `mirrored` makes: the size of the largest group of equal seats."""
    return max(list(seats).count(role) for role in seats)


def rotation(seats: Sequence[Role], turn: int) -> tuple[int, ...]:
    """For each seat, which position of a profile sits there in rotation `turn`."""
    positions = []
    for seat, role in enumerate(seats):
        group = [other for other, its_role in enumerate(seats) if its_role == role]
        positions.append(group[(group.index(seat) + turn) % len(group)])
    return tuple(positions)
