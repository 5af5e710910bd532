"""A supervised simulator process that plays many battles at once, moved by one message per step.

A child that dies, falls silent or talks nonsense never costs more than the battles it was playing: each of them ends
in a SimulatorFailure, the child is killed with all it started, and the next use begins a fresh one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from os import getpid
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Literal, Self, cast

from psrokit_showdown.simulator import commands
from psrokit_showdown.simulator.child import Child, ChildFault
from psrokit_showdown.simulator.commands import BattleSpec, Command
from psrokit_showdown.simulator.errors import InvalidCommand, SimulatorUnavailable
from psrokit_showdown.simulator.install import Installation, locate
from psrokit_showdown.simulator.lanes import Lane, SimulatorFailure, Update

Variant = Literal["accelerated", "plain"]

WORKER = Path(__file__).parent / "node" / "worker.js"
EXCHANGE_SECONDS = 60.0
START_SECONDS = 60.0
BATTLES_PER_CHILD = 5000
NODE_FLAGS = ("--max-semi-space-size=32", "--max-old-space-size=512")
"""Megabytes: a larger nursery than Node's own saves copying, a bound keeps a worker below half a gigabyte."""


class Simulator:
    """Many battles in one child process, each in a lane numbered by the caller.

    `start`, `choose`, `forfeit` and `drop` are queued; `exchange` sends them in one message and returns what became of
    the battles they touched. `submit` and `collect` are its two halves, for a caller with several simulators. A lane is
    free again once its battle has ended or failed. Use it in a `with` statement, or call `close`.
    """

    def __init__(
        self,
        installation: Installation | None = None,
        *,
        variant: Variant = "accelerated",
        exchange_seconds: float = EXCHANGE_SECONDS,
        battles_per_child: int = BATTLES_PER_CHILD,
        worker: Path = WORKER,
    ) -> None:
        """A simulator whose process begins with the first exchange.

        installation: default `locate()`. variant: "plain" leaves the package as it is. exchange_seconds: how long the
        child may take over one message. battles_per_child: after so many a child is replaced, once none is in flight.
        worker: the Node script that is run.
        """
        self._installation = installation or locate()
        arguments = [worker, self._installation.package, variant, str(getpid())]
        self._command = [self._installation.node, *NODE_FLAGS, *arguments]
        self._exchange_seconds = exchange_seconds
        self._battles_per_child = battles_per_child
        self._child: Child | None = None
        self._battles_begun = 0
        self._lanes: dict[int, Lane] = {}
        self._failures: dict[int, SimulatorFailure] = {}
        self._queue: list[Command] = []
        self._sequence = 0
        self._awaited = False
        self._until = 0.0

    def start(self, lane: int, battle: BattleSpec) -> None:
        """Queue the beginning of `battle` in a free lane. Raises InvalidCommand."""
        if lane in self._lanes:
            raise InvalidCommand(f"lane {lane} has a battle already")
        self._queue.append(commands.start(lane, battle))
        self._lanes[lane] = Lane(battle)

    def choose(self, lane: int, choices: Mapping[int, str]) -> None:
        """Queue the choice of every seat that the last update of `lane` asked. Raises InvalidCommand."""
        state = self._in_flight(lane)
        if choices.keys() != state.pending:
            raise InvalidCommand(f"lane {lane} asks seats {sorted(state.pending)}, not {sorted(choices)}")
        self._queue.append(commands.choose(lane, (choices.get(0), choices.get(1))))
        state.choices += sorted(choices.items())
        state.pending = frozenset()

    def forfeit(self, lane: int, seat: int) -> None:
        """Queue that `seat` gives up: the battle ends with the next exchange. Raises InvalidCommand."""
        state = self._in_flight(lane)
        self._queue.append(commands.forfeit(lane, seat))
        state.choices.append((seat, commands.FORFEIT))
        state.pending = frozenset()

    def drop(self, lane: int) -> None:
        """Queue the end of `lane` without a result. Nothing more is heard of it."""
        self._in_flight(lane)
        self._queue.append(commands.drop(lane))
        del self._lanes[lane]

    def exchange(self) -> Mapping[int, Update | SimulatorFailure]:
        """Send all that is queued and wait for the answer, at most `exchange_seconds` (and a start, if one is due).

        If the process failed, every battle in flight is in the result, whether the message touched it or not.
        Raises SimulatorUnavailable if no process can be started.
        """
        self.submit()
        return self.collect()

    def submit(self) -> None:
        """Send all that is queued. Must be followed by `collect`."""
        if self._awaited:
            raise InvalidCommand("an exchange is under way: collect it first")
        if not self._queue:
            return
        queue, self._queue = self._queue, []
        try:
            self._send(queue)
            self._awaited = True
        except ChildFault as fault:
            self._lose_everything(fault)

    def collect(self) -> Mapping[int, Update | SimulatorFailure]:
        """The answer to the last `submit`."""
        results: dict[int, Update | SimulatorFailure] = {}
        if self._awaited:
            try:
                results = self._hear(self._receive())
            except ChildFault as fault:
                self._lose_everything(fault)
        results |= self._failures
        self._failures = {}
        return results

    def validate(self, format_id: str, teams: Sequence[str]) -> list[list[str]]:
        """For each packed team, why Showdown's own validator refuses it: no reasons for a legal team.

        Raises InvalidCommand for a format that does not exist, SimulatorUnavailable if the process failed (its battles
        in flight are then reported by the next exchange).
        """
        if self._awaited:
            raise InvalidCommand("an exchange is under way: collect it first")
        try:
            self._send([commands.validate(format_id, teams)])
            reply = self._receive()[0]
        except ChildFault as fault:
            self._lose_everything(fault)
            raise SimulatorUnavailable(f"teams could not be validated: {fault}") from fault
        if reply[0] == "refused":
            raise InvalidCommand(reply[1])
        return cast("list[list[str]]", reply[1])

    def close(self) -> None:
        """End the process. Battles in flight are gone. A later `start` and `exchange` begin a new one."""
        if self._child:
            self._child.kill()
        self._child = None
        self._lanes.clear()
        self._queue.clear()
        self._failures.clear()
        self._awaited = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _in_flight(self, lane: int) -> Lane:
        if lane not in self._lanes:
            raise InvalidCommand(f"lane {lane} has no battle")
        return self._lanes[lane]

    def _send(self, queue: Sequence[Command]) -> None:
        child = self._fresh_child()
        self._sequence += 1
        self._until = monotonic() + self._exchange_seconds
        child.send(commands.message(self._sequence, queue), self._until)

    def _fresh_child(self) -> Child:
        """The child; a new one if there is none, or if the old one has done its share and nothing is in flight."""
        worn = self._battles_begun >= self._battles_per_child
        if self._child and worn and not any(lane.begun for lane in self._lanes.values()):
            self._child.kill()
            self._child = None
        if self._child is None:
            self._child = _begin(self._command)
            self._battles_begun = 0
        return self._child

    def _receive(self) -> list[list[Any]]:
        """The replies to the last message, in order."""
        self._awaited = False
        assert self._child
        line = self._child.receive(self._until)
        try:
            sequence, replies = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            raise self._child.fault("garbage", f"answered {line[:200]!r}") from None
        if sequence != self._sequence or not isinstance(replies, list):
            raise self._child.fault("garbage", f"answered {line[:200]!r}")
        return replies

    def _hear(self, replies: list[list[Any]]) -> dict[int, Update | SimulatorFailure]:
        results: dict[int, Update | SimulatorFailure] = {}
        for lane, *reply in replies:
            state = self._lanes[lane]
            self._battles_begun += not state.begun
            result = results[lane] = state.hear(reply)
            if isinstance(result, SimulatorFailure) or result.ended:
                del self._lanes[lane]
        return results

    def _lose_everything(self, fault: ChildFault) -> None:
        if self._child:
            self._child.kill()
        self._child = None
        for lane, state in self._lanes.items():
            self._failures[lane] = SimulatorFailure(fault.kind, str(fault), tuple(state.choices))
        self._lanes.clear()
        self._queue.clear()


def _begin(command: Sequence[str | Path]) -> Child:
    """A child that has said it is ready. Raises SimulatorUnavailable."""
    child = Child(command)
    try:
        if child.receive(monotonic() + START_SECONDS) != b'[0,"ready"]':
            raise child.fault("garbage", "did not say that it is ready")
    except ChildFault as fault:
        child.kill()
        raise SimulatorUnavailable(f"the simulator process does not start: {fault}") from fault
    return child
