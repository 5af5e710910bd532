"""The simulator's worker processes, one at a time: each message has a number, an answer in time, or a fault."""

from __future__ import annotations

import json
from collections.abc import Sequence
from os import getpid
from pathlib import Path
from time import monotonic
from typing import Any

from psrokit_showdown.simulator import commands
from psrokit_showdown.simulator.child import Child, ChildFault, FaultKind
from psrokit_showdown.simulator.commands import Command
from psrokit_showdown.simulator.errors import SimulatorUnavailable

START_SECONDS = 60.0


class Worker:
    """What a simulator talks to. A process begins with the first message, and again with the first after `end`."""

    def __init__(self, command: Sequence[str | Path], seconds: float) -> None:
        """command: what is run. seconds: how long it may take over one message."""
        self.seconds = seconds
        self.child: Child | None = None
        self._command = command
        self._sequence = 0
        self._until = 0.0

    def send(self, queue: Sequence[Command]) -> None:
        """Say something. Raises ChildFault, SimulatorUnavailable if no process can be started."""
        if self.child is None:
            self.child = _begin(self._command)
        self._sequence += 1
        self._until = monotonic() + self.seconds
        self.child.send(commands.message(self._sequence, queue), self._until)

    def receive(self) -> list[Any]:
        """The replies to the last message, in order. Raises ChildFault."""
        assert self.child
        line = self.child.receive(self._until)
        try:
            sequence, replies = json.loads(line)
        except (ValueError, TypeError, RecursionError):
            raise self.fault("garbage", f"answered {line[:200]!r}") from None
        if sequence != self._sequence or not isinstance(replies, list):
            raise self.fault("garbage", f"answered {line[:200]!r}")
        return replies

    def fault(self, kind: FaultKind, what: str) -> ChildFault:
        """What the process did wrong, with its last words."""
        assert self.child
        return self.child.fault(kind, what)

    def end(self) -> None:
        """End the process, if there is one."""
        if self.child:
            self.child.kill()
        self.child = None


def _begin(command: Sequence[str | Path]) -> Child:
    """A child that has said it is ready. Raises SimulatorUnavailable."""
    try:
        child = Child([*command, str(getpid())])
    except OSError as error:
        raise SimulatorUnavailable(f"the simulator process cannot be started: {error}") from error
    try:
        if child.receive(monotonic() + START_SECONDS) != b'[0,"ready"]':
            raise child.fault("garbage", "did not say that it is ready")
    except ChildFault as fault:
        child.kill()
        raise SimulatorUnavailable(f"the simulator process does not start: {fault}") from fault
    return child
