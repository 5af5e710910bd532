"""A recorded venue plays what is not in the ledger, answers what is, and yields nothing that is not durable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from toys import Constant, Dice, Duel, HereVenue

from psrokit.errors import FailureBudgetExceeded, IntegrityError
from psrokit.play import Match, Outcome, Venue, mirrored
from psrokit.run.record import RecordedVenue
from psrokit.store.writer import LedgerWriter

ROLES = ("player", "player")


@dataclass
class Noting:
    """A watcher that remembers."""

    phases: list[tuple[str, int]] = field(default_factory=list)
    done: list[tuple[int, int]] = field(default_factory=list)

    def phase_started(self, purpose: str, planned: int) -> None:
        self.phases.append((purpose, planned))

    def match_finished(self, done: int, planned: int) -> None:
        self.done.append((done, planned))


@dataclass
class CountedVenue:
    """Plays in this process and remembers what it was asked for."""

    venue: Venue = field(default_factory=lambda: HereVenue(Duel()))
    asked: list[Match] = field(default_factory=list)

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        self.asked += matches
        return self.venue.play(matches)


@dataclass(frozen=True)
class FakeVenue:
    """Yields given outcomes in the given order, then raises."""

    outcomes: Sequence[tuple[int, Outcome]]
    error: BaseException | None = None

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        assert matches
        yield from self.outcomes
        if self.error:
            raise self.error


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerWriter]:
    with closing(LedgerWriter.open(tmp_path / "run.sqlite")) as ledger:
        yield ledger


def recorded(venue: Venue, ledger: LedgerWriter, *, allowed: int = 0, watcher: Noting | None = None) -> RecordedVenue:
    return RecordedVenue(venue, ledger, "game", allowed, watcher or Noting())


def matches_of(number: int, purpose: str = "payoff") -> list[Match]:
    return [Match((Dice(), Constant(seed % 3)), seed, purpose) for seed in range(number)]


def won() -> Outcome:
    return Outcome((1.0, -1.0), 1, 4)


def failed() -> Outcome:
    return Outcome(None, 3, 0, "crash")


def test_outcomes_are_those_of_the_venue_and_are_answered_afterwards(ledger: LedgerWriter) -> None:
    counted, watcher = CountedVenue(), Noting()
    venue = recorded(counted, ledger, watcher=watcher)
    first = dict(venue.play(matches_of(10)))
    assert first == dict(HereVenue(Duel()).play(matches_of(10)))
    assert len(counted.asked) == 10
    assert dict(venue.play(matches_of(14))) | first == dict(HereVenue(Duel()).play(matches_of(14)))
    assert [match.seed for match in counted.asked[10:]] == [10, 11, 12, 13]
    assert watcher.phases == [("payoff", 10), ("payoff", 14)]
    assert watcher.done == [(n, 10) for n in range(1, 11)] + [(n, 14) for n in range(1, 15)]


def test_nothing_is_asked_of_nobody(ledger: LedgerWriter) -> None:
    watcher = Noting()
    assert list(recorded(CountedVenue(), ledger, watcher=watcher).play([])) == []
    assert watcher.phases == []


def test_purposes_are_kept_apart(ledger: LedgerWriter) -> None:
    counted = CountedVenue()
    venue = recorded(counted, ledger)
    assert dict(venue.play(matches_of(3))) == dict(venue.play(matches_of(3, "training")))
    assert len(counted.asked) == 6


def test_equal_matches_are_played_once_and_answered_each(ledger: LedgerWriter) -> None:
    counted = CountedVenue()
    matches = mirrored(ROLES, (Dice(), Dice()), 3, "payoff") * 2
    outcomes = dict(recorded(counted, ledger).play(matches))
    assert sorted(outcomes) == [0, 1, 2, 3]
    assert len({outcome.returns for outcome in outcomes.values()}) == 1
    assert len(counted.asked) == 1


def test_an_outcome_is_yielded_only_when_another_reader_finds_it(tmp_path: Path, ledger: LedgerWriter) -> None:
    with closing(LedgerWriter.open(tmp_path / "run.sqlite")) as other:
        for number, _ in enumerate(recorded(HereVenue(Duel(), in_flight=4), ledger).play(matches_of(50)), start=1):
            assert other.last_match() >= number


def test_fast_matches_share_transactions(ledger: LedgerWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit.run.record.GROUP_SECONDS", 1e9)
    sizes: list[int] = []
    add = LedgerWriter.add_matches

    def counting(self: LedgerWriter, rows: Sequence[object], specs: object) -> None:
        sizes.append(len(rows))
        add(self, rows, specs)  # type: ignore[arg-type] # passed on

    monkeypatch.setattr(LedgerWriter, "add_matches", counting)
    monkeypatch.setattr("psrokit.run.record.GROUP_ROWS", 40)
    list(recorded(FakeVenue([(i, won()) for i in range(100)]), ledger).play(matches_of(100)))
    assert sizes == [40, 40, 20]


def test_slow_matches_have_their_own(ledger: LedgerWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit.run.record.GROUP_SECONDS", 0.0)
    monkeypatch.setattr("psrokit.run.record.PLAY_SHARE", 0.0)
    playing = recorded(HereVenue(Duel(), in_flight=1), ledger).play(matches_of(5))
    assert [ledger.last_match() for _ in playing] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("error", [ZeroDivisionError(), KeyboardInterrupt()])
def test_what_had_arrived_is_kept_when_playing_ends_badly(
    ledger: LedgerWriter, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    monkeypatch.setattr("psrokit.run.record.GROUP_SECONDS", 1e9)
    venue = recorded(FakeVenue([(2, won()), (0, won())], error), ledger)
    with pytest.raises(type(error)):
        list(venue.play(matches_of(4)))
    assert sorted(row.seed for row in ledger.matches()) == [0, 2]


def test_what_had_arrived_is_kept_when_nobody_wants_more(ledger: LedgerWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit.run.record.GROUP_ROWS", 2)
    monkeypatch.setattr("psrokit.run.record.GROUP_SECONDS", 1e9)
    playing = recorded(FakeVenue([(i, won()) for i in range(6)]), ledger).play(matches_of(6))
    next(playing)
    playing.close()  # type: ignore[attr-defined] # a generator
    assert [row.seed for row in ledger.matches()] == [0, 1]


def test_failures_are_final(ledger: LedgerWriter) -> None:
    venue = recorded(FakeVenue([(0, failed()), (1, won())]), ledger, allowed=1)
    first = dict(venue.play(matches_of(2)))
    assert first[0] == failed()
    again = CountedVenue()
    assert dict(recorded(again, ledger, allowed=1).play(matches_of(2))) == first
    assert again.asked == []


def test_too_many_failures_end_the_run_after_they_are_recorded(ledger: LedgerWriter) -> None:
    venue = recorded(FakeVenue([(i, failed()) for i in range(3)]), ledger, allowed=2)
    with pytest.raises(FailureBudgetExceeded, match=r"(?s)3 matches failed, 2 may.*--set max_failures=3") as caught:
        list(venue.play(matches_of(5)))
    assert caught.value.exit_code == 4
    assert ledger.failures() == 3
    with pytest.raises(FailureBudgetExceeded):
        recorded(CountedVenue(), ledger, allowed=2)
    assert len(dict(recorded(CountedVenue(), ledger, allowed=3).play(matches_of(5)))) == 5


def test_returns_that_are_no_numbers_never_reach_the_ledger(ledger: LedgerWriter) -> None:
    venue = recorded(FakeVenue([(0, won()), (1, Outcome((float("nan"), 0.0), 1, 1))]), ledger)
    with pytest.raises(IntegrityError, match=r"purpose 'payoff' with seed 1: the returns are \(nan, 0.0\)"):
        list(venue.play(matches_of(3)))
    assert [row.seed for row in ledger.matches()] == [0]


def test_rows_say_who_played_and_how_long(ledger: LedgerWriter) -> None:
    list(recorded(HereVenue(Duel()), ledger).play(matches_of(6)))
    specs = ledger.specs()
    for row in ledger.matches():
        assert [specs[name]["use"] for name in row.policies] == ["dice", "constant"]
        assert specs[row.policies[1]]["action"] == row.seed % 3
        assert row.seconds >= 0
    assert len(specs) == 4
    assert all(first.key != second.key for first, second in pairwise(ledger.matches()))
