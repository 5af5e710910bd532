"""The worker program: builds a game from its spec, plays the matches it is sent, says what came of them.

Started by the pool as `python -m psrokit_plugins.worker PARENT`. It ends when its standard input ends, and on Linux
when the thread that started it ends (PARENT is the process to belong to, or 0 for input alone).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json import loads
from queue import SimpleQueue
from threading import Thread
from time import monotonic, sleep
from typing import Any, BinaryIO

from psrokit.api import Game, Lanes, Match, Policy, build, drive, open_lanes
from psrokit_plugins.worker.wire import done_line, error_data, line, outcome_text

_PR_SET_PDEATHSIG = 1
_GRACE_SECONDS = 2.0
_SAY_SECONDS = 0.002


def main(parent: int) -> None:
    """Serve the pool until it closes our standard input."""
    if parent and not _belong_to(parent):
        return
    speech = _Speech(_own_stdout())
    messages = _messages()
    opening = next(messages, {}).get("open")
    if opening is None:
        return
    try:
        game: Game = build("game", opening["game"], opening["files"])
        with open_lanes(game) as lanes:
            speech.say({"ready": True})
            table = _Table(lanes, opening["in_flight"], opening["attempts"], speech)
            for message in messages:
                table.play(message)
    except Exception as error:  # noqa: BLE001 # the pool raises it
        speech.say({"error": error_data(error), "during": []})


@dataclass(slots=True)
class _Table:
    """Where this worker plays."""

    lanes: Lanes
    in_flight: int
    attempts: int
    speech: _Speech
    policies: dict[str, Policy] = field(default_factory=dict)

    def play(self, message: Mapping[str, Any]) -> None:
        """Play one list of matches and say each outcome; an exception ends the list and is said too."""
        numbers = [number for number, *_ in message["play"]]
        try:
            matches = self._matches(message)
            for index, outcome in drive(self.lanes, matches, in_flight=self.in_flight, attempts=self.attempts):
                self.speech.add(outcome_text(numbers[index], outcome))
            self.speech.flush()
        except Exception as error:  # noqa: BLE001 # the pool raises it
            self.speech.flush()
            self.speech.say({"error": error_data(error), "during": numbers})

    def _matches(self, message: Mapping[str, Any]) -> Sequence[Match]:
        if message["forget"]:
            self.policies.clear()
        for name, made in message["policies"].items():
            self.policies[name] = build("policy", made["spec"], made["files"])
        return [
            Match(tuple(self.policies[name] for name in seated), seed, purpose)
            for _, seed, purpose, seated in message["play"]
        ]


@dataclass(slots=True)
class _Speech:
    """What we say, outcomes of the same moment in one line."""

    out: BinaryIO
    outcomes: list[str] = field(default_factory=list)
    said: float = 0.0

    def add(self, outcome: str) -> None:
        """Say an outcome, now or a moment later together with others."""
        self.outcomes.append(outcome)
        if monotonic() - self.said >= _SAY_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Say what is left."""
        if self.outcomes:
            self._write(done_line(self.outcomes))
            self.outcomes = []

    def say(self, message: Mapping[str, Any]) -> None:
        """Say one line."""
        self._write(line(message))

    def _write(self, said: bytes) -> None:
        self.out.write(said)
        self.out.flush()
        self.said = monotonic()


def _messages() -> Iterator[dict[str, Any]]:
    """What the pool says. It is read beside the playing, so that the pool can always write and its end is noticed."""
    inbox: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(inbox,), daemon=True).start()
    while said := inbox.get():
        yield loads(said)


def _listen(inbox: SimpleQueue[bytes]) -> None:
    for said in sys.stdin.buffer:
        inbox.put(said)
    inbox.put(b"")
    sleep(_GRACE_SECONDS)
    os._exit(1)  # still playing for nobody


def _own_stdout() -> BinaryIO:
    """Keep standard output for ourselves: what a policy prints goes to standard error."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def _belong_to(parent: int) -> bool:
    """Have Linux kill us when the parent dies; False if it is dead already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    return os.getppid() == parent


if __name__ == "__main__":
    main(int(sys.argv[1]))
