"""Proof that a run folder is whole: everything is hashed, counted and solved again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from psrokit.catalog import build
from psrokit.errors import PsrokitError
from psrokit.game import Floats
from psrokit.meta import MetaSolver
from psrokit.payoff import Group, PayoffTable, Profile
from psrokit.play import rotation, rotations
from psrokit.store import EXPERIMENT_FILE, MEASURED, PLAN_FILE, RESUMED, STARTED, NoRun, last_start, reading
from psrokit.store.ledger import Ledger
from psrokit.store.rows import (
    ARRAYS,
    MatchRow,
    StoredState,
    canonical_json,
    estimate_data,
    match_key,
    population_data,
    strategy_data,
    table_data,
)

PAYOFF = "payoff"
_TOLERANCE = 1e-9


def verify(folder: Path) -> list[str]:
    """What is wrong with the run in `folder`, one sentence each; an empty list proves it whole.

    Checked: SQLite's own structure, every checksum, that no row is missing in between, the key of every match, that
    the files are those the run started with, that every sampled payoff table is the sum of its match rows, and that
    every strategy is what the meta-solver finds for its table. Raises NoRun where there is no run.
    """
    try:
        return _problems(folder)
    except NoRun:
        raise
    except PsrokitError as error:
        return [str(error)]


def _problems(folder: Path) -> list[str]:
    with reading(folder) as ledger:
        checks: tuple[Callable[[], Iterator[str]], ...] = (
            lambda: iter(ledger.damage()),
            lambda: _events(ledger, folder),
            lambda: _matches(ledger),
            lambda: _states(ledger),
            lambda: _metrics(ledger),
            lambda: _tables(ledger),
            lambda: _strategies(ledger),
        )
        return list(dict.fromkeys(problem for check in checks for problem in _guarded(check)))


def canonical(folder: Path) -> bytes:
    """What a run found, without when and how: equal runs give equal bytes, however often they were interrupted.

    States, metrics and matches (sorted by key), one JSON value a line; no times, attempts or order of arrival.
    """
    with reading(folder) as ledger:
        lines = [canonical_json(["state", *_state_data(state)]) for state in ledger.states()]
        lines += [canonical_json(["metric", m.iteration, m.name, estimate_data(m.estimate)]) for m in ledger.metrics()]
        lines += sorted(canonical_json(["match", *_match_data(row)]) for row in ledger.matches())
    return "".join(f"{line}\n" for line in lines).encode()


def _state_data(state: StoredState) -> tuple[object, ...]:
    return (
        state.iteration,
        population_data(state.population),
        table_data(state.table),
        strategy_data(state.strategy),
    )


def _match_data(row: MatchRow) -> tuple[object, ...]:
    outcome = row.outcome
    result = (outcome.returns, outcome.decisions, outcome.failure, outcome.record)
    return (row.key, row.purpose, row.seed, row.policies, *result)


def _guarded(check: Callable[[], Iterator[str]]) -> Iterator[str]:
    """What a check finds; data it cannot read is a finding too."""
    try:
        yield from check()
    except PsrokitError as error:
        yield str(error)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        yield f"the ledger holds data that cannot be understood: {type(error).__name__}: {error}"


def _events(ledger: Ledger, folder: Path) -> Iterator[str]:
    events = ledger.events()
    if [event.sequence for event in events] != list(range(1, len(events) + 1)):
        yield "events are missing"
    if not events or events[0].kind != STARTED:
        yield "the run has no beginning: its first event is missing"
    starts = [event.body for event in events if event.kind in {STARTED, RESUMED}]
    if len({body["digest"] for body in starts}) > 1:
        yield "the run was continued with another plan"
    for name in (EXPERIMENT_FILE, PLAN_FILE):
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif sha256(path.read_bytes()).hexdigest() not in {body["files"][name] for body in starts}:
            yield f"{name} is not the file that the run started with"


def _matches(ledger: Ledger) -> Iterator[str]:
    game = last_start(ledger.events()).body["game"]
    specs = ledger.specs()
    number = 0
    for number, row in enumerate(ledger.matches(), start=1):
        if row.key != match_key(row.purpose, row.seed, game, row.policies):
            yield f"match {number} has the key of another match"
        if unknown := set(row.policies) - specs.keys():
            yield f"match {number} names a policy that is not recorded: {min(unknown)}"
    if number != ledger.last_match():
        yield f"{ledger.last_match() - number} matches are missing"


def _states(ledger: Ledger) -> Iterator[str]:
    """Populations grow at their ends, tables fit them. (That iterations follow each other is seen by reading them.)"""
    before: StoredState | None = None
    for number, state in enumerate(ledger.states()):
        sizes = tuple(len(state.population[role]) for role in state.table.seats)
        if state.table.sizes != sizes or {r: len(w) for r, w in state.strategy.weights.items()} != _sizes(state):
            yield f"iteration {number}: the table or the strategy is of another population"
        if before and any(state.population[r][: len(m)] != m for r, m in before.population.items()):
            yield f"iteration {number}: the population lost members of iteration {number - 1}"
        if state.matches > ledger.last_match():
            yield f"iteration {number}: matches that it is made of are missing"
        before = state


def _sizes(state: StoredState) -> dict[str, int]:
    return {role: len(members) for role, members in state.population.items()}


def _metrics(ledger: Ledger) -> Iterator[str]:
    measured = [event.body["iteration"] for event in ledger.events() if event.kind == MEASURED]
    last = max((state.iteration for state in ledger.states()), default=-1)
    if measured not in (list(range(last + 1)), list(range(last))):
        yield f"iterations {measured} are measured, of 0 to {last}"
    if strange := {metric.iteration for metric in ledger.metrics()} - set(measured):
        yield f"iteration {min(strange)} has metrics and was not measured"


@dataclass(frozen=True, slots=True)
class _Played:
    """What payoff matches returned, by policies per seat and seed, with the number of the row."""

    rows: Mapping[tuple[str, ...], Mapping[int, tuple[int, tuple[float, ...] | None]]]

    @classmethod
    def of(cls, ledger: Ledger) -> _Played:
        """From the ledger."""
        rows: dict[tuple[str, ...], dict[int, tuple[int, tuple[float, ...] | None]]] = defaultdict(dict)
        for number, row in ledger.numbered(PAYOFF):
            rows[row.policies][row.seed] = (number, row.outcome.returns)
        return cls(rows)

    def groups(self, state: StoredState) -> Iterator[tuple[Profile, Group]]:
        """The mirrored groups of every profile of a state's population that were complete when it was made."""
        seats = state.table.seats
        hashes = {role: [member.hash for member in members] for role, members in state.population.items()}
        for profile in state.table.profiles():
            names = [hashes[role][index] for role, index in zip(seats, profile, strict=True)]
            turns = [tuple(names[p] for p in rotation(seats, turn)) for turn in range(rotations(seats))]
            for seed in self.rows.get(turns[0], ()):
                group = [self.rows.get(policies, {}).get(seed) for policies in turns]
                if all(row is not None and row[0] <= state.matches for row in group):
                    yield profile, [row[1] for row in group if row is not None]


def _tables(ledger: Ledger) -> Iterator[str]:
    """Every payoff table is the sum of its match rows, where it is not exact."""
    played = _Played.of(ledger)
    for state in ledger.states():
        table = state.table
        if not table.exact.all():
            again = PayoffTable.empty(table.seats, table.sizes).with_groups(played.groups(state))
            yield from _table_differences(state.iteration, table, again)


def _table_differences(iteration: int, table: PayoffTable, again: PayoffTable) -> Iterator[str]:
    sampled = ~table.exact
    for name in (name for name in ARRAYS if name != "exact"):
        stored, counted = getattr(table, name), getattr(again, name)
        equal = np.isclose(stored, counted, rtol=_TOLERANCE, atol=_TOLERANCE) | ~sampled
        if not equal.all():
            cell = tuple(int(i) for i in np.argwhere(~equal)[0])
            yield (
                f"iteration {iteration}: {name} of the payoff table at {cell} is {stored[cell]}, "
                f"its match rows give {counted[cell]}"
            )


def _strategies(ledger: Ledger) -> Iterator[str]:
    """Every strategy is the one that the meta-solver finds for its table."""
    plan = last_start(ledger.events()).body["plan"]
    solver: MetaSolver = build("meta_solver", plan["meta_solver"], [plugin["file"] for plugin in plan["plugins"]])
    for state in ledger.states():
        again = solver.solve(state.table)
        for role, weights in state.strategy.weights.items():
            if not np.allclose(weights, again.weights[role], rtol=0, atol=_TOLERANCE):
                yield f"iteration {state.iteration}: the strategy of role '{role}' does not solve its payoff table"
        if not _alike(state.strategy.joint, again.joint):
            yield f"iteration {state.iteration}: the joint strategy does not solve its payoff table"


def _alike(joint: Floats | None, again: Floats | None) -> bool:
    if joint is None or again is None:
        return joint is again
    return np.allclose(joint, again, rtol=0, atol=_TOLERANCE)
