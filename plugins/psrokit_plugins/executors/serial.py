"""Matches are played in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from psrokit.api import Game, InputError, Lanes, Match, Outcome, Venue, drive, executor, open_lanes


@executor("serial")
@dataclass(frozen=True)
class Serial:
    """Plays in this process: nothing to start, easy to debug.

    in_flight: how many episodes are under way at once, so that a policy answers many decisions together.
    attempts: how often a match is dealt in all while its episodes fail.
    """

    in_flight: int = 32
    attempts: int = 3

    def __post_init__(self) -> None:
        if min(self.in_flight, self.attempts) < 1:
            raise InputError(f"in_flight and attempts must be at least 1, not {self.in_flight} and {self.attempts}")

    @contextmanager
    def open(self, game: Game) -> Iterator[Venue]:
        """A venue that lives as long as the lanes of the game."""
        with open_lanes(game) as lanes:
            yield _Here(lanes, self.in_flight, self.attempts)


@dataclass(frozen=True, slots=True)
class _Here:
    lanes: Lanes
    in_flight: int
    attempts: int

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        return drive(self.lanes, matches, in_flight=self.in_flight, attempts=self.attempts)
