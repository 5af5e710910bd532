"""Battles played by the unmodified simulator package, recorded decision by decision as whole numbers with names."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import getpid
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from psrokit_showdown.simulator import BattleSpec, SimulatorUnavailable
from psrokit_showdown.simulator.child import Child, ChildFault
from psrokit_showdown.simulator.commands import team_seed
from psrokit_showdown.simulator.install import Installation, locate, verify
from psrokit_showdown.simulator.process import NODE_FLAGS

SCRIPT = Path(__file__).parent / "node" / "recorder.js"
START_SECONDS = 60.0
BATTLE_SECONDS = 60.0
Ints = npt.NDArray[np.int32]
Choices = tuple[tuple[int, int], ...]
"""Per decision the choice of each seat: 0 not asked, 1 to 4 `move N`, 5 to 10 `switch N-4`."""


@dataclass(frozen=True, slots=True)
class Script:
    """A battle to be recorded.

    pp: what PP every move begins with, `[seat][Pokemon][slot]`, or None for full PP. policies, chooser: how the
    recorder chooses by itself and from which seed; choices: what it repeats instead. log, draws: whether the record
    holds the protocol lines and requests, and the random draws, of every decision.
    """

    battle: BattleSpec
    policies: tuple[str, str] = ("uniform", "uniform")
    chooser: int = 0
    choices: Choices | None = None
    pp: tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]] | None = None
    log: bool = False
    draws: bool = False

    def message(self) -> Mapping[str, Any]:
        """What the recorder is told."""
        seed = self.battle.seed
        return {
            "format": self.battle.format,
            "seed": _text(seed),
            "names": self.battle.names,
            "teams": self.battle.teams,
            "team_seeds": [_text(team_seed(seed, seat)) for seat in (0, 1)],
            "pp": self.pp,
            "policies": self.policies,
            "chooser": self.chooser,
            "choices": self.choices,
            "log": self.log,
            "draws": self.draws,
        }


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded battle.

    trace: shape (decisions + 1, fields), the first row before any choice; the columns are `Recorder.names`. teams:
    packed, as they were played. end: "win 0", "win 1", "both out", "turn limit", "endless" or "unfinished". details:
    per row what the script asked for besides.
    """

    script: Script
    teams: tuple[str, str]
    end: str
    trace: Ints
    details: Sequence[Mapping[str, Any]] = field(default=(), repr=False)

    @property
    def choices(self) -> Choices:
        """What was chosen, decision by decision."""
        return tuple((int(first), int(second)) for first, second in self.trace[1:, :2])


@dataclass(frozen=True, slots=True)
class Unplayable:
    """A battle that the simulator could not play to its end, and why."""

    script: Script
    message: str


class Recorder:
    """One Node process that records battles. Use it in a `with` statement.

    Raises SimulatorDamaged unless every file of the package is the pinned one, SimulatorUnavailable if the process
    fails.
    """

    def __init__(self, installation: Installation | None = None) -> None:
        self._installation = installation or locate()
        verify(self._installation)

    def __enter__(self) -> Self:
        self._child = Child([self._installation.node, *NODE_FLAGS, SCRIPT, self._installation.package, str(getpid())])
        try:
            self.names: tuple[str, ...] = tuple(self._receive(START_SECONDS))
        except BaseException:
            self._child.kill()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.kill()

    def record(self, scripts: Sequence[Script]) -> list[Recording | Unplayable]:
        """Play every battle; in order."""
        self.submit(scripts)
        return self.collect()

    def submit(self, scripts: Sequence[Script]) -> None:
        """Ask for battles. Must be followed by `collect`."""
        self._scripts = scripts
        self._say([script.message() for script in scripts])

    def collect(self) -> list[Recording | Unplayable]:
        """The battles that were asked for, in order."""
        answers = self._receive(BATTLE_SECONDS * len(self._scripts))
        return [self._read(script, answer) for script, answer in zip(self._scripts, answers, strict=True)]

    def coverage(self) -> Mapping[str, Mapping[str, int]]:
        """What the battles since the last call have shown: counts by name of `used`, `worked`, `species` and `met`."""
        self._say("coverage")
        counts: Mapping[str, Mapping[str, int]] = self._receive(BATTLE_SECONDS)
        return counts

    def _say(self, question: Any) -> None:
        with _as_unavailable():
            self._child.send(json.dumps(question).encode() + b"\n", monotonic() + BATTLE_SECONDS)

    def _receive(self, seconds: float) -> Any:
        with _as_unavailable():
            return json.loads(self._child.receive(monotonic() + seconds))

    def _read(self, script: Script, answer: Mapping[str, Any]) -> Recording | Unplayable:
        if "error" in answer:
            return Unplayable(script, answer["error"])
        numbers = np.frombuffer(base64.b64decode(answer["trace"]), dtype="<i4").reshape(-1, len(self.names))
        first, second = answer["teams"]
        return Recording(script, (first, second), answer["end"], numbers, answer.get("details", ()))


@contextmanager
def _as_unavailable() -> Iterator[None]:
    try:
        yield
    except (ChildFault, ValueError) as fault:  # a ValueError where what it says is not JSON
        raise SimulatorUnavailable(f"the recorder failed: {fault}") from fault


def _text(seed: Sequence[int]) -> str:
    return ",".join(str(part) for part in seed)
