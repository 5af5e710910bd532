"""A run folder, read: while it runs, afterwards, moved or copied, without ever changing it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from urllib.parse import quote

from psrokit.errors import InputError, IntegrityError
from psrokit.store.ledger import LEDGER_FILE, Ledger
from psrokit.store.rows import Event, MatchRow, StoredMetric, StoredState

EXPERIMENT_FILE = "experiment.yaml"
PLAN_FILE = "plan.json"
WORK_FOLDER = "work"
STARTED, RESUMED, MEASURED, FINISHED = "started", "resumed", "iteration_finished", "finished"
STOPPED, INTERRUPTED, WARNING = "stopped", "interrupted", "warning"
JUDGED = "response_judged"
_BUSY_SECONDS = 5.0


class NoRun(InputError):
    """A folder holds no run, or none that has begun."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it is on disk. Each method looks anew, so a live run may have moved on between two calls.

    Raises NoRun where there is none, IntegrityError where the ledger is damaged.
    """

    folder: Path

    @classmethod
    def open(cls, folder: Path | str) -> Self:
        """The run in `folder`."""
        run = cls(Path(folder))
        if not run.events():
            raise _no_run(run.folder)
        return run

    @property
    def plan(self) -> dict[str, Any]:
        """The plan as resolved: the content of plan.json at the last start."""
        return dict(self._last_start().body["plan"])

    @property
    def name(self) -> str:
        """The experiment's name."""
        return str(self._last_start().body["name"])

    @property
    def digest(self) -> str:
        """The hash of everything in the plan that may not change when the run is resumed."""
        return str(self._last_start().body["digest"])

    @property
    def finished(self) -> bool:
        """Whether it reached its last iteration or its goal."""
        states = {STARTED: False, RESUMED: False, FINISHED: True}
        return next((states[event.kind] for event in reversed(self.events()) if event.kind in states), False)

    def states(self) -> list[StoredState]:
        """All complete states so far, in order."""
        with reading(self.folder) as ledger:
            return list(ledger.states())

    def metrics(self) -> list[StoredMetric]:
        """All measured numbers so far, by iteration and name."""
        with reading(self.folder) as ledger:
            return ledger.metrics()

    def matches(self, purpose: str | None = None) -> Iterator[MatchRow]:
        """All matches so far, or those of one purpose, in the order in which they were recorded."""
        with reading(self.folder) as ledger:
            yield from ledger.matches(purpose)

    def specs(self) -> dict[str, dict[str, Any]]:
        """The spec behind each policy hash that a match row names."""
        with reading(self.folder) as ledger:
            return ledger.specs()

    def events(self) -> list[Event]:
        """What happened so far: starts, finished iterations, warnings, ends."""
        with reading(self.folder) as ledger:
            return ledger.events()

    def counts(self) -> dict[str, Any]:
        """`{"finished": n, "failed": n, "purposes": {purpose: {"finished": n, "failed": n}}}`."""
        with reading(self.folder) as ledger:
            counted = ledger.counts()
        purposes = {
            purpose: {"finished": counted.get((purpose, True), 0), "failed": counted.get((purpose, False), 0)}
            for purpose in sorted({purpose for purpose, _ in counted})
        }
        totals = {kind: sum(counts[kind] for counts in purposes.values()) for kind in ("finished", "failed")}
        return {**totals, "purposes": purposes}

    def _last_start(self) -> Event:
        return last_start(self.events())


def last_start(events: list[Event]) -> Event:
    """The event of the last start or resumption: its body holds name, digest, plan, game and hashes of the files.

    Raises IntegrityError if there is none.
    """
    for event in reversed(events):
        if event.kind in {STARTED, RESUMED}:
            return event
    raise IntegrityError("the run has no beginning: the event of its start is missing")


@contextmanager
def reading(folder: Path) -> Iterator[Ledger]:
    """The ledger of a run folder, open for reading. A folder that cannot be written is read through a copy."""
    path = folder / LEDGER_FILE
    if not path.is_file():
        raise _no_run(folder)
    with ExitStack() as stack:
        connection = _open(path)
        if connection is None:
            connection = _open_copy(path, Path(stack.enter_context(TemporaryDirectory(prefix="psrokit-"))))
        ledger = Ledger(stack.enter_context(closing(connection)), path)
        if ledger.empty():
            raise _no_run(folder)
        ledger.check_version()
        yield ledger


def _open(path: Path) -> sqlite3.Connection | None:
    """A connection that reads, or None if SQLite cannot keep its side files there."""
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        return None
    except sqlite3.DatabaseError:
        return connection  # damaged: whoever reads is told so
    return connection


def _open_copy(path: Path, spare: Path) -> sqlite3.Connection:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-journal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(path.with_name(name), spare / name)
    return sqlite3.connect(spare / path.name, timeout=_BUSY_SECONDS)


def _no_run(folder: Path) -> NoRun:
    return NoRun(f"there is no run in {folder}", remedy=f"Start one with: psrokit run EXPERIMENT.yaml --out {folder}")
