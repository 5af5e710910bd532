"""A supervised simulator process that plays many battles at once, moved by one message per step.

A child that dies, falls silent or talks nonsense never costs more than the battles it was playing: each of them ends
in a SimulatorFailure, the child is killed with all it started, and the next use begins a fresh one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, cast

from psrokit_showdown.simulator import commands
from psrokit_showdown.simulator.child import ChildFault
from psrokit_showdown.simulator.commands import BattleSpec, Command, Seed
from psrokit_showdown.simulator.errors import InvalidCommand, SimulatorUnavailable
from psrokit_showdown.simulator.install import Installation, locate
from psrokit_showdown.simulator.lanes import Lane, SimulatorFailure, Update
from psrokit_showdown.simulator.worker import Worker

Variant = Literal["accelerated", "plain"]

WORKER = Path(__file__).parent / "node" / "worker.js"
EXCHANGE_SECONDS = 60.0
BATTLES_PER_CHILD = 5000
NODE_FLAGS = ("--max-semi-space-size=32", "--max-old-space-size=512")
"""Megabytes: a larger nursery than Node's own saves copying; the bound keeps a leak from taking the machine."""


class Simulator:
    """Many battles in one child process, each in a lane numbered by the caller.

    `start`, `choose` and `forfeit` are queued; `exchange` sends them in one message and returns one result for every
    lane they touched. `submit` and `collect` are its two halves, for a caller with several simulators. A lane is free
    again once its battle has ended or failed. Use it in a `with` statement, or call `close`.
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
        found = installation or locate()
        self._worker = Worker([found.node, *NODE_FLAGS, worker, found.package, variant], exchange_seconds)
        self._battles_per_child = battles_per_child
        self._battles_over = 0
        self._lanes: dict[int, Lane] = {}
        self._queue: list[tuple[int, Command]] = []
        self._touched: set[int] = set()
        self._awaited = False

    def start(self, lane: int, battle: BattleSpec) -> None:
        """Queue the beginning of `battle` in a free lane. Raises InvalidCommand."""
        if lane in self._lanes:
            raise InvalidCommand(f"lane {lane} has a battle already")
        command = commands.start(lane, battle)
        self._lanes[lane] = Lane(battle)
        self._touch(lane, command)

    def choose(self, lane: int, choices: Mapping[int, str]) -> None:
        """Queue the choice of every seat that the last update of `lane` asked. Raises InvalidCommand."""
        state = self._in_flight(lane)
        if choices.keys() != state.pending:
            raise InvalidCommand(f"lane {lane} asks seats {sorted(state.pending)}, not {sorted(choices)}")
        self._touch(lane, commands.choose(lane, (choices.get(0), choices.get(1))))
        state.choices += sorted(choices.items())
        state.pending = frozenset()

    def forfeit(self, lane: int, seat: int) -> None:
        """Queue that `seat` gives up: the battle ends with the next exchange. Raises InvalidCommand."""
        state = self._in_flight(lane)
        self._touch(lane, commands.forfeit(lane, seat))
        state.choices.append((seat, commands.FORFEIT))
        state.pending = frozenset()

    def drop(self, lane: int) -> None:
        """Forget the battle in `lane`: nothing more is heard of it. Raises InvalidCommand."""
        state = self._in_flight(lane)
        self._queue = [(other, command) for other, command in self._queue if other != lane]
        if state.begun:
            self._touch(lane, commands.drop(lane))
        self._touched.discard(lane)
        del self._lanes[lane]

    def exchange(self) -> Mapping[int, Update | SimulatorFailure]:
        """Send all that is queued, wait for the answer, and return a result for every lane touched.

        It takes at most `exchange_seconds`, and the start of a process if one is due. If the process fails, so does
        every battle in it; those that this message did not touch say so when they are touched next. Raises
        SimulatorUnavailable if no process can be started.
        """
        self.submit()
        return self.collect()

    def submit(self) -> None:
        """Send all that is queued. Must be followed by `collect`."""
        self._must_be_idle()
        queue, self._queue = self._queue, []
        if queue:
            try:
                self._send([command for _, command in queue])
                self._awaited = True
            except ChildFault as fault:
                self._lose_child(fault)

    def collect(self) -> Mapping[int, Update | SimulatorFailure]:
        """The results of the last `submit`."""
        results: dict[int, Update | SimulatorFailure] = {}
        if self._awaited:
            try:
                results = self._hear(self._receive())
            except ChildFault as fault:
                self._lose_child(fault)
        for lane in self._touched - results.keys():
            failure = self._lanes[lane].failure
            assert failure
            results[lane] = failure
        self._touched.clear()
        for lane, result in results.items():
            if isinstance(result, SimulatorFailure) or result.ended:
                self._battles_over += 1
                del self._lanes[lane]
        return results

    def validate(self, format_id: str, teams: Sequence[str]) -> list[list[str]]:
        """For each packed team, why Showdown's own validator refuses it: no reasons for a legal team.

        Raises InvalidCommand for a format that does not exist, SimulatorUnavailable if the process fails over it.
        """
        return cast("list[list[str]]", self._about_teams(commands.validate(format_id, teams), "validated"))

    def generate(self, format_id: str, seeds: Sequence[Seed]) -> list[tuple[str, str]]:
        """For each seed the packed teams that a battle of that seed gets in a format that makes its own.

        Raises InvalidCommand for any other format, SimulatorUnavailable if the process fails over it.
        """
        made = self._about_teams(commands.generate(format_id, seeds), "generated")
        return [(first, second) for first, second in made]

    def ask(self, command: Command, otherwise: str) -> tuple[str, Any]:
        """The kind of an answer and the answer to a command that is about no lane.

        otherwise: what an error says. Raises SimulatorUnavailable if the process fails over it.
        """
        self._must_be_idle()
        try:
            self._send([command])
            verdict, answer = self._receive()[0]
        except ChildFault as fault:
            self._lose_child(fault)
            raise SimulatorUnavailable(f"{otherwise}: {fault}") from fault
        return verdict, answer

    def close(self) -> None:
        """End the process. Battles in flight are gone. A later `start` and `exchange` begin a new one."""
        self._worker.end()
        self._awaited = False
        self._lanes.clear()
        self._queue.clear()
        self._touched.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _about_teams(self, command: Command, done: str) -> Any:
        """The answer to what is about teams alone. done: what was to be done with them."""
        verdict, answer = self.ask(command, f"teams could not be {done}")
        if verdict == "refused":
            raise InvalidCommand(answer)
        return answer

    def _in_flight(self, lane: int) -> Lane:
        if lane not in self._lanes:
            raise InvalidCommand(f"lane {lane} has no battle")
        return self._lanes[lane]

    def _must_be_idle(self) -> None:
        if self._awaited:
            raise InvalidCommand("an exchange is under way: collect it first")

    def _touch(self, lane: int, command: Command) -> None:
        self._touched.add(lane)
        if self._lanes[lane].failure is None:
            self._queue.append((lane, command))

    def _send(self, queue: Sequence[Command]) -> None:
        self._replace_what_is_worn()
        try:
            self._worker.send(queue)
        except SimulatorUnavailable:
            self.close()
            raise

    def _replace_what_is_worn(self) -> None:
        """End the child if it has done its share and nothing is in flight."""
        worn = self._battles_over >= self._battles_per_child
        if worn and not any(lane.begun for lane in self._lanes.values()):
            self._worker.end()
        if self._worker.child is None:
            self._battles_over = 0

    def _receive(self) -> list[Any]:
        self._awaited = False
        return self._worker.receive()

    def _hear(self, replies: Sequence[Any]) -> dict[int, Update | SimulatorFailure]:
        try:
            results = {lane: self._lanes[lane].hear(reply) for lane, *reply in replies}
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise self._worker.fault("garbage", f"gave an answer of no known form ({error!r})") from error
        if any(self._lanes[lane].failure is None for lane in self._touched - results.keys()):
            raise self._worker.fault("garbage", "did not answer for all battles")
        return results

    def _lose_child(self, fault: ChildFault) -> None:
        self._worker.end()
        self._queue.clear()
        for state in self._lanes.values():
            state.failure = state.failure or SimulatorFailure(fault.kind, str(fault), tuple(state.choices))
