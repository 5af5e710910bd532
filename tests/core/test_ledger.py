"""The ledger gives back what it was given, to the last bit, and notices every change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from math import inf, nextafter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psrokit.errors import EnvironmentFault, InputError, IntegrityError
from psrokit.estimate import Estimate
from psrokit.meta import MetaStrategy
from psrokit.payoff import PayoffTable
from psrokit.play import Outcome
from psrokit.store.ledger import SCHEMA_VERSION, Ledger
from psrokit.store.rows import (
    MatchRow,
    StoredMember,
    StoredState,
    checked,
    estimate_data,
    estimate_from,
    json_text,
    match_key,
    strategy_data,
    strategy_from,
    table_data,
    table_from,
)
from psrokit.store.writer import LedgerWriter

ONE_THIRD = nextafter(1 / 3, 1)


def row(seed: int, returns: tuple[float, ...] | None = (ONE_THIRD, -ONE_THIRD), failure: str | None = None) -> MatchRow:
    outcome = Outcome(returns, 1, 5, failure, {"turns": 7, "teams": ["a", "b"]})
    return MatchRow(match_key("payoff", seed, "game", ("p", "q")), "payoff", seed, ("p", "q"), outcome, 0.25)


def state(iteration: int) -> StoredState:
    table = PayoffTable.empty(("player", "player"), (1, 1)).with_groups([((0, 0), [(ONE_THIRD, 0.0), (1.0, -0.0)])])
    strategy = MetaStrategy({"player": np.array([1.0])}, np.array([[1.0]]), {"gap": 1e-17})
    member = StoredMember("uniform", "hash", {"use": "uniform", "options": {"b": 1, "a": [0.1, None]}})
    return StoredState(iteration, {"player": (member,)}, table, strategy, 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[LedgerWriter]:
    with closing(LedgerWriter.open(path)) as ledger:
        yield ledger


def test_rows_come_back_as_they_were(path: Path, ledger: LedgerWriter) -> None:
    rows = [row(1), row(2, None, "crash"), row(2**63 - 1)]
    ledger.add_matches(rows, {"p": {"use": "p"}, "q": {"use": "q", "weights": [0.1, 0.2]}})
    ledger.add_state(state(0), None)
    estimate = Estimate(0.1, 0.1, inf, 0.95, "gain", "lower", "per player", "return", 12, "bootstrap")
    ledger.add_metrics(0, {"gain": estimate}, "iteration_finished", {"iteration": 0})
    ledger.close()
    with closing(LedgerWriter.open(path)) as again:
        assert list(again.matches()) == rows
        assert list(again.matches("training")) == []
        assert [number for number, _ in again.numbered("payoff")] == [1, 2, 3]
        assert again.outcomes([rows[1].key, "unknown"]) == {rows[1].key: rows[1].outcome}
        assert again.specs() == {"p": {"use": "p"}, "q": {"use": "q", "weights": [0.1, 0.2]}}
        assert again.counts() == {("payoff", True): 2, ("payoff", False): 1}
        assert (again.failures(), again.last_match()) == (1, 3)
        assert [(m.iteration, m.name, m.estimate) for m in again.metrics()] == [(0, "gain", estimate)]
        assert [(event.kind, event.body) for event in again.events()] == [("iteration_finished", {"iteration": 0})]
        (kept,) = again.states()
    assert _texts(kept) == _texts(state(0))
    assert list(kept.population["player"][0].spec["options"]) == ["b", "a"], "the order of keys is kept"


def _texts(kept: StoredState) -> tuple[object, ...]:
    return (
        kept.iteration,
        kept.population,
        json_text(table_data(kept.table)),
        json_text(strategy_data(kept.strategy)),
        kept.matches,
    )


def test_a_closed_ledger_is_one_plain_file(path: Path, ledger: LedgerWriter) -> None:
    ledger.add_matches([row(1)], {})
    assert path.with_name("run.sqlite-wal").exists()
    ledger.close()
    assert [file.name for file in path.parent.iterdir()] == ["run.sqlite"]


def test_many_keys_are_looked_up(ledger: LedgerWriter) -> None:
    rows = [row(seed) for seed in range(1203)]
    ledger.add_matches(rows, {})
    assert ledger.outcomes(row.key for row in rows) == {row.key: row.outcome for row in rows}


def test_a_transaction_is_whole_or_nothing(ledger: LedgerWriter) -> None:
    ledger.add_matches([row(1)], {})
    with pytest.raises(IntegrityError, match="UNIQUE"):
        ledger.add_matches([row(2), row(1)], {})
    assert list(ledger.matches()) == [row(1)]


@pytest.mark.parametrize("returns", ["[NaN,0.0]", "[0.0,Infinity]", "[-Infinity,0.0]"])
def test_no_row_holds_what_is_not_a_number(path: Path, ledger: LedgerWriter, returns: str) -> None:
    ledger.add_matches([row(1)], {})
    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        other.execute("UPDATE matches SET returns = ?", (returns,))


def test_a_match_has_returns_or_a_failure(path: Path, ledger: LedgerWriter) -> None:
    ledger.add_matches([row(1)], {})
    with closing(sqlite3.connect(path)) as other:
        for change in ("returns = NULL", "failure = 'crash'"):
            with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
                other.execute(f"UPDATE matches SET {change}")  # noqa: S608 # ours


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("matches", "returns = '[1.0,-1.0]'"),
        ("matches", "seconds = 0.5"),
        ("policies", "spec = '{}'"),
        ("iterations", "strategy = '{}'"),
        ("metrics", "name = 'loss'"),
        ("events", "body = '{}'"),
    ],
)
def test_a_changed_row_is_not_believed(path: Path, ledger: LedgerWriter, table: str, change: str) -> None:
    ledger.add_matches([row(1)], {"p": {"use": "p"}})
    ledger.add_state(state(0), None)
    estimate = Estimate.exact(0.0, kind="gain", convention="per player", units="return", method="algebra")
    ledger.add_metrics(0, {"gain": estimate}, "iteration_finished", {"iteration": 0})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(f"UPDATE {table} SET {change}")  # noqa: S608 # ours
    with pytest.raises(IntegrityError, match=f"of {table} is damaged"):
        _read_all(ledger)


def _read_all(ledger: Ledger) -> list[object]:
    return [*ledger.matches(), *ledger.specs(), *ledger.states(), *ledger.metrics(), *ledger.events()]


def test_a_newer_ledger_is_refused_politely(path: Path, ledger: LedgerWriter) -> None:
    ledger.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(InputError, match=f"has version {SCHEMA_VERSION + 1}, this psrokit knows .* {SCHEMA_VERSION}"):
        LedgerWriter.open(path)


def test_something_else_is_refused(path: Path) -> None:
    path.write_bytes(b"this is a text and not a database, however long one makes it" * 100)
    with pytest.raises(IntegrityError, match="not a database"):
        LedgerWriter.open(path)


def test_another_database_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(IntegrityError, match="not the ledger of a run"):
        LedgerWriter.open(path)


def test_a_place_that_cannot_be_written_is_an_environment_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="cannot write"):
        LedgerWriter.open(tmp_path / "nowhere" / "run.sqlite")


def test_a_large_log_is_folded_into_the_file(path: Path, ledger: LedgerWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit.store.writer._LARGE_LOG", 100_000)
    log = path.with_name("run.sqlite-wal")
    sizes = []
    for seed in range(60):
        ledger.add_matches([row(seed)], {})
        sizes.append(log.stat().st_size)
    assert 0 in sizes
    assert max(sizes) < 200_000
    assert len(list(ledger.matches())) == 60


def test_synchronous_is_full_and_the_log_is_written_ahead(ledger: LedgerWriter) -> None:
    def setting(name: str) -> object:
        return ledger._value(f"PRAGMA {name}")

    assert (setting("journal_mode"), setting("synchronous"), setting("wal_autocheckpoint")) == ("wal", 2, 0)


def test_reading_works_beside_the_writer(path: Path, ledger: LedgerWriter) -> None:
    ledger.add_matches([row(1)], {})
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        reader = Ledger(connection, path)
        first = reader.matches()
        assert next(first) == row(1)
        ledger.add_matches([row(2)], {})
        assert list(first) == [], "a reader sees one moment"
        assert list(reader.matches()) == [row(1), row(2)]


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(finite, finite), min_size=1, max_size=5), st.booleans())
def test_tables_keep_every_bit(samples: list[tuple[float, float]], exact: bool) -> None:
    with np.errstate(over="ignore"):
        table = PayoffTable.empty(("a", "b"), (2, 1)).with_groups([((0, 0), [sample]) for sample in samples])
    if not np.all(np.isfinite(table.squares)):
        with pytest.raises(IntegrityError, match="JSON"):
            json_text(table_data(table))
        return
    table = table.with_exact((1, 0), samples[0]) if exact else table
    again = table_from(table_data(table))
    assert again.seats == table.seats
    for name, array in table_data(table).items():
        if name not in ("seats", "sizes"):
            assert getattr(again, name).tobytes() == getattr(table, name).tobytes()
            assert getattr(again, name).dtype == getattr(table, name).dtype, array


@given(st.lists(st.floats(min_value=1e-6, max_value=1), min_size=1, max_size=6))
def test_strategies_keep_every_bit(parts: list[float]) -> None:
    weights = np.array(parts) / np.sum(parts)
    again = strategy_from(strategy_data(MetaStrategy({"player": weights}, certificate={"gap": parts[0]})))
    assert again.weights["player"].tobytes() == weights.tobytes()
    assert (again.joint, again.certificate) == (None, {"gap": parts[0]})


@given(finite, st.booleans())
def test_estimates_keep_every_bit_and_open_ends(value: float, upper: bool) -> None:
    low, high = (-inf, value) if upper else (value, inf)
    estimate = Estimate(value, low, high, 0.95, "regret", "upper", "per player", "return", 3, "x")
    assert estimate_from(estimate_data(estimate)) == estimate


@pytest.mark.parametrize("returns", [(float("nan"), 0.0), (0.0, inf)])
def test_returns_must_be_finite(returns: tuple[float, ...]) -> None:
    with pytest.raises(IntegrityError, match="match of seed 3: the returns are"):
        checked(Outcome(returns, 1, 1), "match of seed 3")


def test_a_record_must_be_json() -> None:
    with pytest.raises(IntegrityError, match="match of seed 3: the record of the game cannot be written down"):
        checked(Outcome((0.0,), 1, 1, None, {"view": object()}), "match of seed 3")


def test_an_outcome_is_the_same_before_and_after_it_was_recorded() -> None:
    outcome = Outcome((np.float64(0.5), 1), 1, 3, None, {"teams": ("a", "b"), "turns": 4})  # type: ignore[arg-type]
    assert checked(outcome, "here") == Outcome((0.5, 1.0), 1, 3, None, {"teams": ["a", "b"], "turns": 4})


def test_keys_tell_matches_apart() -> None:
    same = match_key("payoff", 1, "g", ("p", "q"))
    others = [
        match_key("training", 1, "g", ("p", "q")),
        match_key("payoff", 2, "g", ("p", "q")),
        match_key("payoff", 1, "h", ("p", "q")),
        match_key("payoff", 1, "g", ("q", "p")),
    ]
    assert match_key("payoff", 1, "g", ["p", "q"]) == same
    assert len({same, *others}) == 5
