"""A venue with a memory: a match that is in the ledger is answered from it, every other outcome goes there first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

from psrokit.component import spec, spec_hash
from psrokit.errors import FailureBudgetExceeded
from psrokit.play import Match, Outcome, Venue
from psrokit.policy import Policy
from psrokit.store.rows import MatchRow, checked, match_key
from psrokit.store.writer import LedgerWriter

GROUP_SECONDS = 0.005
GROUP_ROWS = 1024
PLAY_SHARE = 4
"""While so fast a game is played that transactions are shared, they take about one part in this plus one."""


class Watcher(Protocol):
    """Who is told how playing goes on."""

    def phase_started(self, purpose: str, planned: int) -> None:
        """So many matches of one purpose are asked for."""

    def match_finished(self, done: int, planned: int) -> None:
        """So many of them are over, recorded ones included."""


@dataclass(slots=True)
class RecordedVenue:
    """The venue of a run: plays what is not recorded, and yields an outcome only once it is durable.

    Equal matches are played once. A match whose every attempt failed is recorded as failed and stays so, because what
    was computed from it is recorded too. game: the spec hash of the game. allowed: how many matches of the run may
    fail; one more, and FailureBudgetExceeded is raised after it is recorded.
    """

    venue: Venue
    ledger: LedgerWriter
    game: str
    allowed: int
    watcher: Watcher
    failed: int = field(init=False)
    known: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.failed = self.ledger.failures()
        self.known = set(self.ledger.specs())
        self._keep_budget()

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        """As any venue; recorded outcomes come first."""
        if not matches:
            return
        self.watcher.phase_started(matches[0].purpose, len(matches))
        done = 0
        for indices, outcome in self._outcomes(_asked(self.game, matches)):
            for index in indices:
                done += 1
                self.watcher.match_finished(done, len(matches))
                yield index, outcome

    def _outcomes(self, asked: Mapping[str, _Asked]) -> Iterator[tuple[list[int], Outcome]]:
        recorded = self.ledger.outcomes(asked)
        for key, outcome in recorded.items():
            yield asked[key].indices, outcome
        for row in self._play({key: one for key, one in asked.items() if key not in recorded}):
            yield asked[row.key].indices, row.outcome

    def _play(self, asked: Mapping[str, _Asked]) -> Iterator[MatchRow]:
        """Play what is asked and yield each row after the transaction that holds it.

        A row that comes within milliseconds of the last transaction waits for more, the longer the slower the disk:
        fast games share transactions, slow games each have their own.
        """
        keys, arrived = list(asked), list[MatchRow]()
        committed = before = monotonic()
        patience = GROUP_SECONDS
        try:
            for index, outcome in self.venue.play([one.match for one in asked.values()]) if asked else ():
                now = monotonic()
                arrived.append(_row(keys[index], asked[keys[index]], outcome, now - before))
                if now - committed >= patience or len(arrived) >= GROUP_ROWS:
                    rows = self._commit(arrived, asked)
                    committed = monotonic()
                    patience = max(GROUP_SECONDS, PLAY_SHARE * (committed - now))
                    yield from rows
                before = monotonic()
        except BaseException:
            with suppress(FailureBudgetExceeded):
                self._commit(arrived, asked)
            raise
        yield from self._commit(arrived, asked)

    def _commit(self, arrived: list[MatchRow], asked: Mapping[str, _Asked]) -> list[MatchRow]:
        """Record what arrived, durably, and return it."""
        rows = list(arrived)
        arrived.clear()
        if rows:
            specs = {name: spec_ for row in rows for name, spec_ in asked[row.key].specs.items()}
            self.ledger.add_matches(rows, {name: specs[name] for name in specs.keys() - self.known})
            self.known |= specs.keys()
            self.failed += sum(row.outcome.returns is None for row in rows)
            self._keep_budget()
        return rows

    def _keep_budget(self) -> None:
        if self.failed > self.allowed:
            raise FailureBudgetExceeded(
                f"{self.failed} matches failed, {self.allowed} may",
                remedy=f"Look at their failure kinds; to allow them and go on: --set max_failures={self.failed}",
            )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A match that is asked for, once or more often in one call."""

    match: Match
    policies: tuple[str, ...]
    specs: Mapping[str, Mapping[str, Any]]
    indices: list[int]


def _asked(game: str, matches: Sequence[Match]) -> dict[str, _Asked]:
    """The different matches by key. A policy is hashed once, however many matches it has."""
    specs: dict[int, tuple[str, dict[str, Any]]] = {}
    asked: dict[str, _Asked] = {}
    for index, match in enumerate(matches):
        seated = [_hashed(policy, specs) for policy in match.policies]
        policies = tuple(name for name, _ in seated)
        key = match_key(match.purpose, match.seed, game, policies)
        asked.setdefault(key, _Asked(match, policies, dict(seated), [])).indices.append(index)
    return asked


def _hashed(policy: Policy, specs: dict[int, tuple[str, dict[str, Any]]]) -> tuple[str, dict[str, Any]]:
    if id(policy) not in specs:
        specs[id(policy)] = (spec_hash(policy), spec(policy))
    return specs[id(policy)]


def _row(key: str, asked: _Asked, outcome: Outcome, seconds: float) -> MatchRow:
    match = asked.match
    place = f"match of purpose '{match.purpose}' with seed {match.seed}"
    return MatchRow(key, match.purpose, match.seed, asked.policies, checked(outcome, place), seconds)
