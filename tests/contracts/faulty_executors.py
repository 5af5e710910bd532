"""Executors that break laws of their kind, as a plugin file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from subprocess import Popen
from sys import executable
from time import sleep
from typing import Any, ClassVar

from breaking import breaks

from psrokit.api import (
    Game,
    Match,
    Outcome,
    drive,
    executor,
    open_lanes,
)


@breaks("answers each match once", "gives the results of plain play", "plays equal matches alike")
@executor("faulty_twice")
@dataclass(frozen=True)
class Twice:
    """Answers the first match twice."""

    @contextmanager
    def open(self, game: Game) -> Iterator[Any]:
        with open_lanes(game) as lanes:
            yield _Changed(lanes, lambda answers: answers[:1] + answers)


@breaks("gives the results of plain play")
@executor("faulty_results")
@dataclass(frozen=True)
class Results:
    """Changes results."""

    @contextmanager
    def open(self, game: Game) -> Iterator[Any]:
        with open_lanes(game) as lanes:
            yield _Changed(lanes, lambda answers: [(i, replace(o, returns=(9.0, -9.0))) for i, o in answers])


@breaks("leaves no process behind")
@executor("faulty_orphan")
@dataclass(frozen=True)
class Orphan:
    """Starts a process and forgets it."""

    @contextmanager
    def open(self, game: Game) -> Iterator[Any]:
        _children.append(Popen([executable, "-c", "import time; time.sleep(60)"]))
        with open_lanes(game) as lanes:
            yield _Changed(lanes, lambda answers: answers)


_children: list[Popen[bytes]] = []


def end_orphans() -> None:
    """End what `faulty_orphan` left behind."""
    while _children:
        child = _children.pop()
        child.kill()
        child.wait()


@dataclass(frozen=True)
class _Changed:
    lanes: Any
    change: Any

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        yield from self.change(list(drive(self.lanes, matches, in_flight=4)))


@dataclass
class _Plain:
    """A venue that plays as it should, but for what the classes below change."""

    lanes: Any

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        yield from drive(self.lanes, matches, in_flight=4)

    def close(self) -> None:
        pass


@dataclass
class _WornOut(_Plain):
    calls: int = 0

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        self.calls += 1
        for index, outcome in super().play(matches):
            yield index, replace(outcome, decisions=outcome.decisions * self.calls)


@dataclass
class _Once(_Plain):
    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        for index, outcome in super().play(matches):
            again = matches[index] in matches[:index]
            yield index, Outcome(None, 1, 0, "played already") if again else outcome


@dataclass
class _Eager(_Plain):
    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        yield from super().play(matches)
        if not matches:
            yield 0, Outcome(None, 1, 0, "nothing to play")


@dataclass
class _Waiting(_Plain):
    left: int = 0

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        self.left = len(matches)
        for answer in super().play(matches):
            self.left -= 1
            yield answer

    def close(self) -> None:
        if self.left:
            sleep(_LONG_SECONDS)


_LONG_SECONDS = 2.4
"""Longer than the tests let an executor take."""


class _Opening:
    """An executor of one kind of venue."""

    venue: ClassVar[type[_Plain]] = _Plain

    @contextmanager
    def open(self, game: Game) -> Iterator[_Plain]:
        with open_lanes(game) as lanes:
            venue = self.venue(lanes)
            try:
                yield venue
            finally:
                venue.close()


@breaks("plays again in the same venue")
@executor("faulty_worn_out")
@dataclass(frozen=True)
class WornOut(_Opening):
    """Counts decisions twice in its second call."""

    venue = _WornOut


@breaks("plays equal matches alike")
@executor("faulty_once")
@dataclass(frozen=True)
class Once(_Opening):
    """Refuses to play a match that it has played in the same call."""

    venue = _Once


@breaks("plays nothing when asked for nothing")
@executor("faulty_eager")
@dataclass(frozen=True)
class Eager(_Opening):
    """Answers a match that nobody asked for."""

    venue = _Eager


@breaks("can be left in the middle")
@executor("faulty_waiting")
@dataclass(frozen=True)
class Waiting(_Opening):
    """Takes long to end where matches are left."""

    venue = _Waiting
