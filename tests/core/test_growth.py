"""States are kept as what they add to the one before, and come back whole, to the last bit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from psrokit.errors import IntegrityError
from psrokit.meta import MetaStrategy
from psrokit.payoff import PayoffTable
from psrokit.store.growth import (
    grown_population_data,
    grown_population_from,
    grown_table_data,
    grown_table_from,
)
from psrokit.store.rows import ARRAYS, StoredMember, StoredState, json_text, population_data, table_data
from psrokit.store.writer import LedgerWriter

ALIKE, DISTINCT, THREE = ("player", "player"), ("row", "column"), ("a", "b", "c")


def sampled(table: PayoffTable, rng: np.random.Generator) -> PayoffTable:
    """The table with a few groups of matches more in every hole."""
    games = [(profile, [rng.normal(size=len(table.seats)).tolist()] * 2) for profile in table.holes()]
    return table.with_groups(games if table.seats == ALIKE else [(profile, group[:1]) for profile, group in games])


def same(one: PayoffTable, other: PayoffTable) -> bool:
    stated = [(each.seats, each.win_loss, each.returns) for each in (one, other)]
    return stated[0] == stated[1] and all(
        getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in ARRAYS
    )


@pytest.mark.parametrize("seats", [ALIKE, DISTINCT, THREE])
def test_a_growing_table_is_kept_as_its_new_cells(seats: tuple[str, ...]) -> None:
    rng = np.random.default_rng(0)
    before, there = None, None
    for first, last in ((2, 2), (3, 3), (3, 3), (5, 5) if seats == ALIKE else (3, 5)):
        sizes = [first] * (len(seats) - 1) + [last]
        table = sampled((before or PayoffTable.empty(seats, sizes)).grown(sizes), rng)
        data = json.loads(json_text(grown_table_data(table, before)))
        assert ("after" in data) == (before is not None)
        there = grown_table_from(data, there)
        assert same(there, table)
        before = table


def test_a_table_whose_old_cells_or_statements_changed_is_kept_whole() -> None:
    before = PayoffTable.empty(DISTINCT, (1, 1)).with_exact((0, 0), (0.0, 0.0))
    for changed in (
        before.with_exact((0, 0), (1.0, -1.0)),
        replace(before, total=-before.total),
        replace(before, win_loss=True),
        replace(before, returns=(-2.0, 2.0)),
    ):
        data = grown_table_data(changed.grown((2, 2)), before)
        assert "after" not in data
        assert same(grown_table_from(data, before), changed.grown((2, 2)))
    assert "after" not in grown_table_data(before, before.grown((2, 2)))


def member(name: str) -> StoredMember:
    return StoredMember(name, f"hash of {name}", {"use": name, "b": 1, "a": 2})


def test_a_growing_population_is_kept_as_its_new_members() -> None:
    before = {"row": (member("x"),), "after": (member("y"), member("z"))}
    grown = {"row": (member("x"), member("w")), "after": before["after"]}
    data = json.loads(json_text(grown_population_data(grown, before)))
    assert data == [
        {"row": 1, "after": 2},
        {"row": [{"name": "w", "hash": "hash of w", "spec": member("w").spec}], "after": []},
    ]
    assert grown_population_from(data, before) == grown
    for other in ({"row": before["row"]}, {"row": (member("v"),), "after": before["after"]}):
        assert grown_population_data(other, before) == population_data(other)
        assert grown_population_from(population_data(other), before) == other


def test_what_grew_cannot_be_read_without_what_it_grew_from() -> None:
    table = PayoffTable.empty(DISTINCT, (2, 2))
    data = grown_table_data(table.grown((3, 3)), table)
    for wrong in (None, table.grown((2, 3))):
        with pytest.raises(IntegrityError, match="table cannot be read, because the one before it is missing"):
            grown_table_from(data, wrong)
    population = {"row": (member("x"),)}
    for missing in (None, {"row": ()}):
        with pytest.raises(IntegrityError, match="population cannot be read, because the one before it is missing"):
            grown_population_from(grown_population_data(population, population), missing)


def states(count: int) -> list[StoredState]:
    rng, kept = np.random.default_rng(1), list[StoredState]()
    table = PayoffTable.empty(DISTINCT, (1, 1))
    for number in range(count):
        size = number + 1
        table = table.grown((size, size))
        table = replace(table, total=np.where(table.exact, table.total, rng.normal(size=(2, size, size))))
        table = replace(table, exact=np.ones_like(table.exact))
        members = {role: tuple(member(str(i)) for i in range(size)) for role in DISTINCT}
        strategy = MetaStrategy({role: np.full(size, 1 / size) for role in DISTINCT})
        kept.append(StoredState(number, members, table, strategy, 0))
    return kept


def written(path: Path, kept: Sequence[StoredState]) -> int:
    """How many bytes the ledger of these states has."""
    with closing(LedgerWriter.open(path)) as ledger:
        before = None
        for state in kept:
            ledger.add_state(state, before)
            before = ledger.state_after(before)
            assert same(before.table, state.table)
            assert before.population == state.population
    return path.stat().st_size


def test_a_ledger_grows_with_its_last_table(tmp_path: Path) -> None:
    """Kept whole, twice as many states would need eight times the space; the weights of all states remain."""
    kept = states(80)
    assert written(tmp_path / "long", kept) < 5 * written(tmp_path / "short", kept[:40])


def test_a_ledger_of_an_older_psrokit_is_read_and_continued(tmp_path: Path) -> None:
    """Version 1 kept every state whole."""
    path, kept = tmp_path / "run.sqlite", states(4)
    with closing(LedgerWriter.open(path)) as ledger:
        for state in kept[:3]:
            ledger.add_state(state, None)
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("SELECT payoffs FROM iterations WHERE iteration = 2").fetchone()[0] == json_text(
            table_data(kept[2].table)
        )
        old.execute("PRAGMA user_version = 1")
    with closing(LedgerWriter.open(path)) as ledger:
        ledger.add_state(kept[3], list(ledger.states())[-1])
        assert all(same(there.table, state.table) for there, state in zip(ledger.states(), kept, strict=True))
    with closing(sqlite3.connect(path)) as new:
        assert new.execute("PRAGMA user_version").fetchone() == (2,)
