"""Venues around venues: their matches are remembered, come out of order, are watched, or get lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from psrokit.component import spec_hash, tag_of
from psrokit.play import Match, Outcome, Venue
from psrokit.policy import Policy


@dataclass(frozen=True)
class RememberingVenue:
    """Plays each match once and answers it from memory ever after, as the ledger of a run does.

    purposes: of all matches that were asked for, in this venue.
    """

    venue: Venue
    memory: dict[tuple[Any, ...], Outcome] = field(default_factory=dict)
    purposes: set[str] = field(default_factory=set)

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """Yield (index, outcome) of all matches."""
        keys = [_key(match) for match in matches]
        self.purposes.update(match.purpose for match in matches)
        new = list({key: match for key, match in zip(keys, matches, strict=True) if key not in self.memory}.items())
        for index, outcome in self.venue.play([match for _, match in new]) if new else ():
            self.memory[new[index][0]] = outcome
        for index, key in enumerate(keys):
            yield index, self.memory[key]


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


def _key(match: Match) -> tuple[Any, ...]:
    return (match.purpose, match.seed, *(_identity(policy) for policy in match.policies))


def _identity(policy: Policy) -> str | Policy:
    return policy if tag_of(policy) is None else spec_hash(policy)
