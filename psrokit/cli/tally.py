"""How far a run is and how fast it goes: plain counting, shown by whoever likes to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

WINDOW_SECONDS = 30.0
"""The speed is that of the last so many seconds, so that matches answered from the ledger soon stop counting."""
_LEAST_SECONDS = 1.0


@dataclass
class Tally:
    """Counts of the phase under way. `clock`: seconds that only grow."""

    iterations: int
    clock: Callable[[], float] = monotonic
    iteration: int = 0
    phase: str = "starting"
    done: int = 0
    planned: int = 0
    _marks: deque[tuple[float, int]] = field(default_factory=deque)
    _ends: list[float] = field(default_factory=list)

    def begin(self, iteration: int, phase: str, planned: int) -> None:
        """A new phase: so many matches of one purpose are asked for."""
        self.iteration, self.phase, self.done, self.planned = iteration, phase, 0, planned
        self._marks = deque([(self.clock(), 0)])

    def count(self, done: int, planned: int) -> None:
        """So many matches of the phase are over."""
        now = self.clock()
        self.done, self.planned = done, planned
        if now - self._marks[-1][0] >= _LEAST_SECONDS:
            self._marks.append((now, done))
        while now - self._marks[0][0] > WINDOW_SECONDS and len(self._marks) > 1:
            self._marks.popleft()

    def end_iteration(self, iteration: int) -> None:
        """A state and its metrics are complete."""
        self.iteration = iteration
        self._ends.append(self.clock())

    @property
    def rate(self) -> float | None:
        """Matches a second of late, None before there is anything to measure."""
        then, before = self._marks[0] if self._marks else (self.clock(), 0)
        seconds = self.clock() - then
        return (self.done - before) / seconds if seconds >= _LEAST_SECONDS and self.done > before else None

    @property
    def phase_seconds(self) -> float | None:
        """How long the rest of the phase takes at this speed."""
        return None if self.rate is None else (self.planned - self.done) / self.rate

    @property
    def run_seconds(self) -> float | None:
        """How long the iterations after this one take if each takes as long as the last measured one."""
        if len(self._ends) < 2:
            return None
        return (self._ends[-1] - self._ends[-2]) * max(self.iterations - self.iteration, 0)
