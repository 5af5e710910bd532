"""One battle on a server as one of its players is told of it. No sockets and no clock: lines in, questions out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from psrokit.api import Observation
from psrokit_showdown.actions import legal_choices
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.protocol import ProtocolError, to_id
from psrokit_showdown.transcript import heard
from psrokit_showdown.view import Fold, Request

Result = Literal["win", "loss", "tie"]
Failure = Literal["net", "hang", "crash", "refused", "garbage", "no_opponent"]
_SIDES = ("p1", "p2")
_GONE = frozenset({"deinit", "noinit", "expire"})
_CRASHED = ("The simulator process crashed", "[Invalid choice] The battle crashed")
_HARMLESS = ("too late", "There's nothing to c")
"""Answers to a choice that had been overtaken: nothing needs to be chosen again."""
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a line raises that does not have the form it must have."""
_SHOWN = 200
MOST_REFUSALS = 10


@dataclass(frozen=True, slots=True)
class Question:
    """Something the player must choose: the number of the request, and what the player knows and may do."""

    rqid: int
    observation: Observation


class Room:
    """What a player knows of a battle. After `hear`, exactly one thing may be due: a question, a result or a failure.

    A room that is joined again tells everything from the start, so whatever was missed is made good. `stirs` counts the
    signs that the battle goes on: requests never seen before, and what the server's timer has not said since the last.
    """

    def __init__(self, tag: str, name: str) -> None:
        self.tag = tag
        self.opponent = ""
        self.turns = 0
        self.seat: int | None = None
        self.question: Question | None = None
        self.result: Result | None = None
        self.failure: tuple[Failure, str] | None = None
        self.stirs = 0
        self._id = to_id(name)
        self._fold: Fold | None = None
        self._told: list[str] = []
        self._joined = 0
        self._asked: Question | None = None
        self._refusals = 0
        self._refused: int | None = None
        self._newest = -1
        self._timer: set[str] = set()
        self._last: Request | None = None

    @property
    def over(self) -> bool:
        """Whether it has ended, one way or the other."""
        return self.result is not None or self.failure is not None

    def hear(self, lines: Iterable[str]) -> None:
        """Take in the lines of one message. What cannot be read is a failure, not an exception."""
        for line in lines:
            if line.startswith("|") and not self.over:
                try:
                    self._line(line)
                except ProtocolError as error:
                    self.fail("garbage", str(error))
                except _MALFORMED as error:
                    self.fail("garbage", f"cannot read the line {line[:_SHOWN]!r}: {error!r}")

    def fail(self, kind: Failure, why: str) -> None:
        """The battle cannot be finished."""
        self.question = None
        self.failure = self.failure or (kind, why)

    def closing_view(self) -> BattleView | None:
        """What the player knows at the end; None if it was never asked anything."""
        if self._fold is None or self._last is None:
            return None
        return self._fold.closing_view(self._last)

    def _line(self, line: str) -> None:
        parts = line.split("|")
        match parts[1]:
            case "init":
                self._fold, self._joined, self.question = None, len(self._told), None
                self._told.append(line)
            case "request":
                self._request(line.removeprefix("|request|"))
            case "sentchoice":
                self.question = None
            case "inactive":
                self._hear_timer(line)
            case "error" | "bigerror":
                self._complaint("|".join(parts[2:]))
            case kind if kind in _GONE:
                self.fail("net", f"the server closed the room ({kind})")
            case _:
                self._battle_line(line, parts)

    def _battle_line(self, line: str, parts: Sequence[str]) -> None:
        match parts[1]:
            case "player" if len(parts) > 3 and parts[3]:
                self._player(parts[2], parts[3])
            case "turn":
                self.turns = int(parts[2])
            case "win":
                self.question, self.result = None, "win" if to_id(parts[2]) == self._id else "loss"
            case "tie":
                self.question, self.result = None, "tie"
        self._told.append(line)
        if self._fold is not None:
            self._fold.feed([line])

    def _player(self, side: str, name: str) -> None:
        if to_id(name) != self._id:
            self.opponent = name
        elif self._fold is None:
            self._sit(_SIDES.index(side))

    def _sit(self, seat: int) -> None:
        self.seat = seat
        self._fold = Fold(seat)
        self._fold.feed(self._told[self._joined :])

    def _hear_timer(self, line: str) -> None:
        """A room that is joined again repeats what the timer has said, in a battle that is dead as well."""
        if line not in self._timer:
            self._timer.add(line)
            self.stirs += 1

    def _request(self, text: str) -> None:
        request: dict[str, Any] = json.loads(text) if text else {}
        number = int(request.get("rqid", 0))
        if number > self._newest:
            self._newest, self.stirs = number, self.stirs + 1
            self._timer.clear()
        if not request.get("side") or request.get("wait"):
            self.question = None
            return
        self._last = request
        if self._fold is None:
            self._sit(_SIDES.index(request["side"]["id"]))
        assert self._fold is not None
        observation = heard(self._fold.view(request), legal_choices(request), self._told, request)
        self.question = self._asked = Question(number, observation)

    def _complaint(self, words: str) -> None:
        """A choice that the server does not take is asked for once more, and not for ever. (After an unavailable choice
        the server sends another request, after an invalid one it only waits.)
        """
        if words.startswith(_CRASHED):
            self.fail("crash", words)
        elif words.startswith(("[Invalid choice]", "[Unavailable choice]")) and not any(h in words for h in _HARMLESS):
            self._refusals += 1
            invalid = words.startswith("[Invalid")
            again = self._asked is not None and self._asked.rqid == self._refused
            self._refused = self._asked.rqid if self._asked else None
            if self._refusals > MOST_REFUSALS or (again and invalid):
                self.fail("refused", words)
            elif invalid:
                self.question = self._asked

    @property
    def refused(self) -> bool:
        """Whether the server has refused a choice for the present question."""
        return self.question is not None and self.question.rqid == self._refused
