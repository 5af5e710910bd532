"""The one ledger of a run, written: by one process, in transactions that are durable when they return."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from psrokit.errors import IntegrityError
from psrokit.estimate import Estimate
from psrokit.store.growth import grown_population_data, grown_table_data
from psrokit.store.ledger import SCHEMA, SCHEMA_VERSION, Ledger, blamed, checksum
from psrokit.store.rows import (
    MatchRow,
    StoredState,
    estimate_data,
    json_text,
    strategy_data,
)

_BUSY_SECONDS = 5.0
_LARGE_LOG = 256 * 2**20
# The write-ahead log is folded into the file only when a run starts, ends, or the log has become large. Between, the
# file does not change and the log only grows, so that a plain copy of a live folder is a state the run has been in.
_SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0", "foreign_keys=ON")


class LedgerWriter(Ledger):
    """The writing side. Only the process that holds the run's lock may open it. Raises what `Ledger` raises."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """The ledger at `path`, made if there is none, checked if there is one."""
        with blamed(path):
            ledger = cls(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None), path)
        try:
            ledger._prepare()
        except BaseException:
            ledger._connection.close()
            raise
        return ledger

    def close(self) -> None:
        """Leave one plain file that opens anywhere, unless somebody is reading it just now."""
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA journal_mode=DELETE")
        self._connection.close()

    def add_matches(self, rows: Sequence[MatchRow], specs: Mapping[str, Mapping[str, Any]]) -> None:
        """Record ended matches, and the specs of policies (by hash) not recorded before, in one transaction."""
        with self._transaction():
            self._insert("policies", *({"hash": name, "spec": json_text(spec)} for name, spec in specs.items()))
            self._insert("matches", *map(_match_values, rows))
        self._fold_log(_LARGE_LOG)

    def add_state(self, state: StoredState, before: StoredState | None) -> None:
        """Record a complete state; `before` is the last one that is recorded."""
        with self._transaction():
            earlier = (before.population, before.table) if before else (None, None)
            values = {
                "iteration": state.iteration,
                "population": json_text(grown_population_data(state.population, earlier[0])),
                "payoffs": json_text(grown_table_data(state.table, earlier[1])),
                "strategy": json_text(strategy_data(state.strategy)),
                "matches": state.matches,
            }
            self._insert("iterations", values)

    def add_metrics(self, iteration: int, metrics: Mapping[str, Estimate], kind: str, body: Mapping[str, Any]) -> None:
        """Record what was measured about a state, and the event that says so, in one transaction."""
        with self._transaction():
            for name, estimate in metrics.items():
                values = {"iteration": iteration, "name": name, "estimate": json_text(estimate_data(estimate))}
                self._insert("metrics", values)
            self._insert("events", {"kind": kind, "body": json_text(body)})

    def add_event(self, kind: str, body: Mapping[str, Any]) -> None:
        """Record that something happened."""
        with self._transaction():
            self._insert("events", {"kind": kind, "body": json_text(body)})

    def _prepare(self) -> None:
        with blamed(self._path):
            for setting in _SETTINGS:
                self._connection.execute(f"PRAGMA {setting}")
        if self.empty():
            with blamed(self._path):
                self._connection.executescript(SCHEMA)
        self.check_version()
        with blamed(self._path):
            self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        if damage := self.damage():
            raise IntegrityError(f"the ledger is damaged: {'; '.join(damage)}", place=str(self._path))
        self._fold_log(0)

    def _fold_log(self, at_least: int) -> None:
        """Fold the write-ahead log into the file if it is that large; if somebody is reading, another time."""
        log = self._path.with_name(f"{self._path.name}-wal")
        if log.exists() and log.stat().st_size >= at_least:
            with blamed(self._path):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with blamed(self._path):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def _insert(self, table: str, *rows: dict[str, Any]) -> None:
        if rows:
            names = [*rows[0], "checksum"]
            query = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 # names of our own schema
            self._connection.executemany(query, ((*row.values(), checksum(table, row)) for row in rows))


def _match_values(row: MatchRow) -> dict[str, Any]:
    outcome = row.outcome
    return {
        "key": row.key,
        "purpose": row.purpose,
        "seed": row.seed,
        "policies": json_text(row.policies),
        "returns": None if outcome.returns is None else json_text(outcome.returns),
        "decisions": outcome.decisions,
        "attempts": outcome.attempts,
        "failure": outcome.failure,
        "record": json_text(outcome.record),
        "seconds": row.seconds,
    }
