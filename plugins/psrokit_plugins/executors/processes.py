"""Matches are played in worker processes of this machine."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from dataclasses import dataclass

from psrokit.api import Game, InputError, Venue, executor, plugin_files, spec
from psrokit_plugins.worker.pool import Pool, Terms


@executor("processes")
@dataclass(frozen=True)
class Processes:
    """Plays in worker processes. Results do not depend on how many there are, nor on any of them dying.

    workers: how many processes; by default one for each processor that this process may use.
    in_flight: how many episodes each of them has under way at once.
    attempts: how often a match is dealt in all while its episodes fail, and how often it may take its worker with it.
    deadline: seconds in which a busy worker must finish some match; beyond, it is replaced.
    """

    workers: int | None = None
    in_flight: int = 32
    attempts: int = 3
    deadline: float = 300.0

    def __post_init__(self) -> None:
        if min(self.workers or 1, self.in_flight, self.attempts) < 1 or self.workers == 0 or not self.deadline > 0:
            raise InputError("workers, in_flight and attempts must be at least 1, and deadline more than 0 seconds")

    def open(self, game: Game) -> AbstractContextManager[Venue]:
        """A venue of worker processes, which start with the first match and end with the venue."""
        terms = Terms(self.workers or _processors(), self.in_flight, self.attempts, self.deadline)
        return Pool(spec(game), plugin_files(game), terms)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
