"""The one ledger of a run, read: an SQLite file. What is in it is durable; what is not in it did not happen.

Every row carries a checksum of its content, so that a changed byte is found and never believed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psrokit.errors import InputError, IntegrityError
from psrokit.play import Outcome
from psrokit.store.files import refused
from psrokit.store.growth import grown_population_from, grown_table_from
from psrokit.store.rows import (
    Event,
    MatchRow,
    StoredMetric,
    StoredState,
    estimate_from,
    hash_of,
    strategy_from,
)

LEDGER_FILE = "run.sqlite"
SCHEMA_VERSION = 2
"""2: states are kept as what they add to the one before."""
SCHEMA = f"""
BEGIN;
CREATE TABLE matches (
    sequence INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL,
    seed INTEGER NOT NULL,
    policies TEXT NOT NULL,
    returns TEXT CHECK (returns NOT GLOB '*[NI]*'),
    decisions INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    failure TEXT,
    record TEXT NOT NULL,
    seconds REAL NOT NULL,
    checksum TEXT NOT NULL,
    CHECK ((returns IS NULL) = (failure IS NOT NULL))
);
CREATE TABLE policies (hash TEXT PRIMARY KEY, spec TEXT NOT NULL, checksum TEXT NOT NULL);
CREATE TABLE iterations (
    iteration INTEGER PRIMARY KEY,
    population TEXT NOT NULL,
    payoffs TEXT NOT NULL,
    strategy TEXT NOT NULL,
    matches INTEGER NOT NULL,
    checksum TEXT NOT NULL
);
CREATE TABLE metrics (
    iteration INTEGER NOT NULL REFERENCES iterations,
    name TEXT NOT NULL,
    estimate TEXT NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (iteration, name)
);
CREATE TABLE events (sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, checksum TEXT NOT NULL);
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""
_KEYS_AT_ONCE = 500
_DAMAGE = {
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
}


class Ledger:
    """The reading side of an open ledger.

    Raises IntegrityError for a damaged file or row, InputError for a file of a newer psrokit, EnvironmentFault when
    the disk refuses.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        connection.row_factory = sqlite3.Row
        self._connection = connection
        self._path = path

    def empty(self) -> bool:
        """Whether nothing has been written, not even the tables."""
        return bool(self._value("SELECT count(*) FROM sqlite_schema") == 0)

    def check_version(self) -> None:
        """Refuse a ledger that a newer psrokit wrote, and a file that is no ledger."""
        version = self._value("PRAGMA user_version")
        if version > SCHEMA_VERSION:
            raise InputError(
                f"the ledger has version {version}, this psrokit knows versions up to {SCHEMA_VERSION}",
                place=str(self._path),
                remedy="Use the psrokit that wrote it, or a newer one.",
            )
        if version < 1:
            raise IntegrityError("this is not the ledger of a run", place=str(self._path))

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        with blamed(self._path):
            found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check(10)")]
        return [] if found == ["ok"] else found

    def outcomes(self, keys: Iterable[str]) -> dict[str, Outcome]:
        """What is recorded of the matches with these keys."""
        wanted = list(keys)
        found: dict[str, Outcome] = {}
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            some = wanted[start : start + _KEYS_AT_ONCE]
            where = f"WHERE key IN ({','.join('?' * len(some))})"
            found |= {row.key: row.outcome for _, row in self._matches(where, some)}
        return found

    def matches(self, purpose: str | None = None) -> Iterator[MatchRow]:
        """All matches in the order in which they were recorded, or those of one purpose."""
        return (row for _, row in self.numbered(purpose))

    def numbered(self, purpose: str | None = None) -> Iterator[tuple[int, MatchRow]]:
        """The same with the number of each row, counted from 1."""
        if purpose is None:
            return self._matches("ORDER BY sequence")
        return self._matches("WHERE purpose = ? ORDER BY sequence", (purpose,))

    def last_match(self) -> int:
        """The number of the last match row, counted from 1; 0 if there is none."""
        return int(self._value("SELECT coalesce(max(sequence), 0) FROM matches"))

    def counts(self) -> dict[tuple[str, bool], int]:
        """The number of matches by purpose and whether they finished (else they failed)."""
        with blamed(self._path):
            rows = self._connection.execute("SELECT purpose, failure IS NULL, count(*) FROM matches GROUP BY 1, 2")
            return {(purpose, bool(finished)): number for purpose, finished, number in rows}

    def failures(self) -> int:
        """How many matches failed for good."""
        return int(self._value("SELECT count(*) FROM matches WHERE failure IS NOT NULL"))

    def specs(self) -> dict[str, dict[str, Any]]:
        """The spec behind each policy hash."""
        return {row["hash"]: json.loads(row["spec"]) for row in self._rows("policies", "ORDER BY hash")}

    def states(self) -> Iterator[StoredState]:
        """All states in order."""
        before: StoredState | None = None
        for row in self._rows("iterations", "ORDER BY iteration"):
            before = _state(row, before)
            yield before

    def state_after(self, before: StoredState | None) -> StoredState:
        """The next state after `before`, the first if that is None. It must be there."""
        iteration = before.iteration + 1 if before else 0
        return _state(next(self._rows("iterations", "WHERE iteration = ?", (iteration,))), before)

    def metrics(self) -> list[StoredMetric]:
        """All measured numbers, by iteration and name."""
        rows = self._rows("metrics", "ORDER BY iteration, name")
        return [StoredMetric(row["iteration"], row["name"], estimate_from(json.loads(row["estimate"]))) for row in rows]

    def events(self) -> list[Event]:
        """Everything that happened, in order."""
        rows = self._rows("events", "ORDER BY sequence")
        return [Event(row["sequence"], row["kind"], json.loads(row["body"])) for row in rows]

    def _matches(self, where: str, values: Sequence[str] = ()) -> Iterator[tuple[int, MatchRow]]:
        for row in self._rows("matches", where, values):
            returns = None if row["returns"] is None else tuple(float(value) for value in json.loads(row["returns"]))
            outcome = Outcome(returns, row["attempts"], row["decisions"], row["failure"], json.loads(row["record"]))
            policies = tuple(json.loads(row["policies"]))
            match = MatchRow(row["key"], row["purpose"], row["seed"], policies, outcome, row["seconds"])
            yield row["sequence"], match

    def _rows(self, table: str, where: str, values: Sequence[str | int] = ()) -> Iterator[dict[str, Any]]:
        """Rows of a table, each checked against its checksum."""
        with blamed(self._path):
            for row in self._connection.execute(f"SELECT * FROM {table} {where}", values):  # noqa: S608 # both are ours
                yield _trusted(table, dict(row), self._path)

    def _value(self, query: str) -> Any:
        with blamed(self._path):
            return self._connection.execute(query).fetchone()[0]


@contextmanager
def blamed(path: Path) -> Iterator[None]:
    """SQLite's errors in words: damaged data (IntegrityError), or a disk that refuses (EnvironmentFault)."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _DAMAGE:
            raise IntegrityError(f"the ledger is damaged: {error}", place=str(path)) from error
        raise refused(path, error) from error


def checksum(table: str, values: dict[str, Any]) -> str:
    """What protects a row: the hash of its table and its content."""
    return hash_of([table, values])[:32]


def _state(row: Mapping[str, Any], before: StoredState | None) -> StoredState:
    expected = before.iteration + 1 if before else 0
    if row["iteration"] != expected:
        raise IntegrityError(f"iteration {expected} is missing")
    return StoredState(
        iteration=row["iteration"],
        population=grown_population_from(json.loads(row["population"]), before.population if before else None),
        table=grown_table_from(json.loads(row["payoffs"]), before.table if before else None),
        strategy=strategy_from(json.loads(row["strategy"])),
        matches=row["matches"],
    )


def _trusted(table: str, row: dict[str, Any], path: Path) -> dict[str, Any]:
    """The row without its checksum. Raises IntegrityError if it does not fit."""
    content = {name: value for name, value in row.items() if name not in {"sequence", "checksum"}}
    if row["checksum"] != checksum(table, content):
        number = row.get("sequence", row.get("iteration", row.get("hash")))
        raise IntegrityError(f"row {number} of {table} is damaged: its checksum does not fit", place=str(path))
    return row
