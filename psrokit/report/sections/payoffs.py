"""The payoff table as a heat map: what each policy earns against each other one, with games and intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from psrokit.estimate import Estimate
from psrokit.game import Floats, Seat
from psrokit.report.facts import Facts
from psrokit.report.heat import heat_map, legend, shade, spread_around
from psrokit.report.payoffs import Record, constant_sum, match_record, pair_payoffs
from psrokit.report.section import Section, fill
from psrokit.report.words import common_decimals, interval_text

_MOST_ROWS = 24
_ROOMY = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table. shade: class of its colour. title: everything known about it."""

    estimate: Estimate
    record: Record
    shade: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """A policy at the edge of the table, with its weight in the mixture."""

    index: int
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """Payoffs of one seat (rows) against one other (columns). overview: the whole where the table shows a part."""

    row_role: str
    column_role: str
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: tuple[tuple[Cell, ...], ...]
    legend: Markup
    overview: Markup | None

    @property
    def decimals(self) -> int:
        """How many decimals its payoffs have."""
        return common_decimals(cell.estimate for row in self.cells for cell in row)

    @property
    def roomy(self) -> bool:
        """Whether there is room for more than the payoff in a cell."""
        return len(self.columns) <= _ROOMY

    @property
    def example(self) -> Estimate:
        """The estimate whose meaning stands for all: a sampled one if there is one."""
        cells = (cell.estimate for row in self.cells for cell in row)
        return min(cells, key=lambda estimate: estimate.bound == "exact")


def section(facts: Facts) -> Section:
    """The heat maps: one if a single one says everything, else one per pair of seats that differ in role or place."""
    matrices = [_matrix(facts, pair) for pair in _pairs(facts)]
    context = {"matrices": matrices, "facts": facts, "constant": constant_sum(facts.last.table)}
    return Section("payoffs", "Payoff table", fill("payoffs.html", context))


def _pairs(facts: Facts) -> list[tuple[Seat, Seat]]:
    seats = facts.seats
    if len(seats) == 1:
        return []
    pairs = {
        (seats[row], seats[column]): (row, column)
        for row in reversed(range(len(seats)))
        for column in reversed(range(len(seats)))
        if row != column
    }
    several = sorted(pairs.values())
    return several[:1] if len(seats) == 2 and constant_sum(facts.last.table) is not None else several


def _matrix(facts: Facts, pair: tuple[Seat, Seat]) -> Matrix:
    state, seats = facts.last, facts.seats
    chosen = [_chosen(facts, seat) for seat in pair]
    estimates = pair_payoffs(state, facts.reach, pair, *chosen)
    values = np.array([[estimate.value for estimate in row] for row in estimates])
    whole = _whole(facts, pair) if max(facts.last.table.sizes[seat] for seat in pair) > _MOST_ROWS else values
    total = constant_sum(state.table)
    centre = 0.0 if total is None else total / len(seats)
    spread = spread_around(whole, centre)
    cells = tuple(
        tuple(
            _cell(facts, pair, (row, column), estimate, shade(estimate.value, centre, spread))
            for column, estimate in zip(chosen[1], line, strict=True)
        )
        for row, line in zip(chosen[0], estimates, strict=True)
    )
    label = f"payoff of {seats[pair[0]]} (rows) against {seats[pair[1]]} (columns), the first member top left"
    overview = None if whole is values else heat_map(whole, centre, label)
    rows, columns = (_heads(facts, seat, members) for seat, members in zip(pair, chosen, strict=True))
    return Matrix(*(seats[seat] for seat in pair), rows, columns, cells, legend(centre, spread), overview)


def _cell(facts: Facts, pair: tuple[Seat, Seat], members: tuple[int, int], estimate: Estimate, colour: str) -> Cell:
    names = [facts.names(facts.seats[seat])[member] for seat, member in zip(pair, members, strict=True)]
    record = match_record(facts.last.table, pair[0], dict(zip(pair, members, strict=True)))
    title = f"{names[0]} against {names[1]}: {interval_text(estimate)}"
    if record.games or record.failed:
        title += f"; {record.games} games: {record.won} won, {record.tied} tied, {record.lost} lost"
        title += f", {record.failed} failed" if record.failed else ""
    return Cell(estimate, record, colour, title)


def _chosen(facts: Facts, seat: Seat) -> list[int]:
    """The members that a table has room for: the heaviest, then the newest, in the order in which they joined."""
    weights = facts.last.strategy.weights[facts.seats[seat]]
    order = sorted(range(len(weights)), key=lambda index: (-weights[index], -index))
    return sorted(order[:_MOST_ROWS])


def _heads(facts: Facts, seat: Seat, members: list[int]) -> tuple[Head, ...]:
    role = facts.seats[seat]
    names, weights = facts.names(role), facts.last.strategy.weights[role]
    return tuple(Head(index, names[index], float(weights[index])) for index in members)


def _whole(facts: Facts, pair: tuple[Seat, Seat]) -> Floats:
    """All payoffs of a pair of seats, the other seats playing the mixture: shape (rows, columns)."""
    payoffs = facts.last.table.mean[pair[0]]
    for other in reversed(range(len(facts.seats))):
        if other not in pair:
            payoffs = np.tensordot(payoffs, facts.last.strategy.weights[facts.seats[other]], axes=(other, 0))
    return np.asarray(payoffs if pair[0] < pair[1] else payoffs.T)
