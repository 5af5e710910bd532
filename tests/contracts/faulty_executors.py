"""Executors that each break one rule of their kind, as a plugin file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from subprocess import Popen
from sys import executable
from typing import Any

from psrokit.api import (
    Game,
    Match,
    Outcome,
    drive,
    executor,
    open_lanes,
)


@executor("faulty_twice")
@dataclass(frozen=True)
class Twice:
    """Answers the first match twice."""

    @contextmanager
    def open(self, game: Game) -> Iterator[Any]:
        with open_lanes(game) as lanes:
            yield _Changed(lanes, lambda answers: answers[:1] + answers)


@executor("faulty_results")
@dataclass(frozen=True)
class Results:
    """Changes results."""

    @contextmanager
    def open(self, game: Game) -> Iterator[Any]:
        with open_lanes(game) as lanes:
            yield _Changed(lanes, lambda answers: [(i, replace(o, returns=(9.0, -9.0))) for i, o in answers])


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
