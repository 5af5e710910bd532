"""A run: takes the states of the loop one by one, makes each durable before the next starts, measures it, and stops.

Whatever ends a run early (a signal, a power cut, a full disk), the same command continues it: matches are answered
from the ledger, states are loaded, and randomness is named by purpose, so nothing depends on where it stopped.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any, Protocol

from psrokit.component import spec, spec_hash
from psrokit.errors import IntegrityError, PsrokitError
from psrokit.estimate import Estimate
from psrokit.files import make_folder
from psrokit.game import PreparedGame
from psrokit.lock import locked
from psrokit.measure import Measurement
from psrokit.plan import Plan
from psrokit.population import Member, Population
from psrokit.psro import Setup, State, begin, psro
from psrokit.record import RecordedVenue
from psrokit.rows import StoredMember, StoredState
from psrokit.start import claim, start
from psrokit.store import FINISHED, INTERRUPTED, MEASURED, STOPPED, WARNING, WORK_FOLDER, Run
from psrokit.writer import LedgerWriter


class Observer(Protocol):
    """Who watches a run, e.g. a progress display. Called in the thread that runs; what it raises ends the run."""

    def told(self, message: str) -> None:
        """Something to know: preparations, warnings."""

    def phase_started(self, iteration: int, purpose: str, planned: int) -> None:
        """So many matches of one purpose are asked for while the state of `iteration` is made or measured."""

    def match_finished(self, done: int, planned: int) -> None:
        """So many matches of the phase are over, those recorded earlier included."""

    def state_finished(self, state: State, metrics: Mapping[str, Estimate]) -> None:
        """A state and its metrics are durable (told for loaded states too when a run is resumed)."""


def execute(plan: Plan, folder: Path, *, observers: Sequence[Observer] = ()) -> Run:
    """Run a plan in `folder`, or continue what was begun there; a finished run is left as it is.

    Raises RunLocked if another process runs there, InputError if the folder holds something else, FailureBudgetExceeded
    when too many matches failed, KeyboardInterrupt after SIGINT, SIGTERM or SIGHUP, and whatever a component raises.
    After any of these the run can be continued.
    """
    claim(folder)
    with locked(folder), _stoppable():
        run = Run(folder)
        with closing(start(plan, folder)) as ledger:
            _Execution(plan, run, ledger, tuple(observers)).run()
    return run
