"""Venues around venues: their matches come out of order, are watched, or get lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psrokit.play import Match, Outcome, Venue


@dataclass(frozen=True)
class ReversedVenue:
    """A venue whose matches finish in the opposite order."""

    venue: Venue

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Yield (index, outcome) of all matches, the last first."""
        return iter(sorted(self.venue.play(matches), key=lambda one: -one[0]))


class WatchedVenue:
    """A venue that remembers what it was asked and what came of it."""

    def __init__(self, venue: Venue) -> None:
        self._venue = venue
        self.seen: list[tuple[Match, Outcome]] = []

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Yield (index, outcome) of all matches."""
        for index, outcome in self._venue.play(matches):
            self.seen.append((matches[index], outcome))
            yield index, outcome


class LosingVenue:
    """A venue that loses the first match that it is asked for."""

    def __init__(self, venue: Venue) -> None:
        self._venue = venue
        self.failed = False

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Yield (index, outcome) of all matches."""
        for index, outcome in self._venue.play(matches):
            lost = index == 0 and not self.failed
            self.failed = self.failed or lost
            yield index, Outcome(None, 3, 0, "check") if lost else outcome
