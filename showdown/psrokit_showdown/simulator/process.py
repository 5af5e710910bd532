"""A supervised simulator process that plays many battles at once, moved by one message per step.

A child that dies, falls silent or talks nonsense never costs more than the battles it was playing: each of them ends
in a SimulatorFailure, the child is killed with all it started, and the next use begins a fresh one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Literal, Self

from psrokit_showdown.simulator import commands
from psrokit_showdown.simulator.child import Child, ChildFault
from psrokit_showdown.simulator.commands import BattleSpec, Command
from psrokit_showdown.simulator.errors import INSTALL_COMMAND, InvalidCommand, SimulatorUnavailable
from psrokit_showdown.simulator.install import Installation, locate

FailureKind = Literal["crash", "hang", "garbage", "battle_error", "invalid_choice"]
Variant = Literal["accelerated", "plain"]
Choices = tuple[tuple[int, str], ...]
"""(seat, choice) in the order made: with the BattleSpec, all that replays a battle."""

WORKER = Path(__file__).parent / "node" / "worker.js"
EXCHANGE_SECONDS = 60.0
START_SECONDS = 60.0
BATTLES_PER_CHILD = 5000
STOP = "stop"


@dataclass(frozen=True, slots=True)
class Update:
    """What happened in one battle since the last update.

    log: new protocol lines, `|split|` triples included, wall-clock lines left out. requests: for each seat what it is
    asked, in the simulator's own form, or None if it need not act. They share parts with earlier ones: read-only.
    winner: the seat that won, None for a tie or a battle under way. turn: the simulator's turn number. prng: its random state after
    this step, "a,b,c,d". choices: the whole choice log, once `ended`.
    """

    log: tuple[str, ...]
    requests: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]
    ended: bool
    winner: int | None
    turn: int
    prng: str
    choices: Choices = ()


@dataclass(frozen=True, slots=True)
class SimulatorFailure:
    """Why a battle could not go on. `choices` and its BattleSpec reproduce how it came about."""

    kind: FailureKind
    message: str
    choices: Choices = ()


class Simulator:
    """Many battles in one child process, each in a lane numbered by the caller.

    `start`, `choose`, `forfeit` and `drop` are queued; `exchange` sends them all in one message and returns what
    became of each battle they touched. `submit` and `collect` are its two halves, for a caller with several simulators.
    A lane is free again once its battle has ended or failed.
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
        """installation: default `locate()`. exchange_seconds: how long the child may take to answer one message.
        battles_per_child: a child is replaced after so many battles, when none is in flight."""
        self._installation = installation or locate()
        self._command = [self._installation.node, worker, self._installation.package, variant]
        self._exchange_seconds = exchange_seconds
        self._battles_per_child = battles_per_child
        self._child: Child | None = None
        self._lanes: dict[int, _Lane] = {}
        self._failures: dict[int, SimulatorFailure] = {}
        self._queue: list[Command] = []
        self._sequence = 0
        self._until: float | None = None
        self._begun = 0
    ...
