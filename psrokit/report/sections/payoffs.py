"""The payoff table as a heat map: what each policy earns against each other one, with games and intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from psrokit.estimate import Estimate
from psrokit.game import Floats, Seat
from psrokit.meta import constant_sum
from psrokit.payoff import Ints
from psrokit.report.facts import Facts
from psrokit.report.heat import heat_map, legend, shade, spread_around
from psrokit.report.intervals import origins
from psrokit.report.payoffs import Record, match_record, pair_payoffs
from psrokit.report.section import Section, fill
from psrokit.report.weights import MOST_ROWS, foremost, weights
from psrokit.report.words import common_decimals, interval_text

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
    weight: Estimate


@dataclass(frozen=True, slots=True)
class Matrix:
    """Payoffs of one seat (rows) against one other (columns). overview: the whole where the table shows a part."""

    row_role: str
    column_role: str
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: tuple[tuple[Cell, ...], ...]
    overview: Markup | None

    @property
    def roomy(self) -> bool:
        """Whether there is room for more than the payoff in a cell."""
        return len(self.columns) <= _ROOMY


@dataclass(frozen=True, slots=True)
class Colours:
    """What the colours mean: the payoff at their middle and how far from it they reach."""

    centre: float
    spread: float


def section(facts: Facts) -> Section | None:
    """The heat maps: one if it says everything, else one for each two seats that differ in role; none for one seat."""
    pairs = _pairs(facts)
    if not pairs:
        return None
    wholes = [_whole(facts, pair) for pair in pairs]
    colours = _colours(facts, wholes)
    matrices = [_matrix(facts, pair, whole, colours) for pair, whole in zip(pairs, wholes, strict=True)]
    estimates = [cell.estimate for matrix in matrices for row in matrix.cells for cell in row]
    context = {
        "matrices": matrices,
        "estimates": estimates,
        "sampled": next((estimate for estimate in estimates if estimate.bound != "exact"), None),
        "decimals": common_decimals(estimates),
        "colours": colours,
        "legend": legend(colours.centre, colours.spread),
        "alike": len(facts.roles) == 1,
        "seats": len(facts.seats),
    }
    return Section("payoffs", "Payoff table", fill("payoffs.html", context))


def _pairs(facts: Facts) -> list[tuple[Seat, Seat]]:
    """The first two seats of each two roles, and of each role that has several. One pair if it implies the other."""
    seats = facts.seats
    order = [(row, column) for row in range(len(seats)) for column in range(len(seats)) if row != column]
    first = {(seats[row], seats[column]): (row, column) for row, column in reversed(order)}
    pairs = sorted(first.values())
    return pairs[:1] if len(seats) == 2 and constant_sum(facts.last.table) is not None else pairs


def _colours(facts: Facts, wholes: list[Floats]) -> Colours:
    """Centred at an equal share of a constant sum, else at zero; the same for all matrices."""
    total = constant_sum(facts.last.table)
    centre = 0.0 if total is None else total / len(facts.seats)
    return Colours(centre, max(spread_around(whole, centre) for whole in wholes))


def _matrix(facts: Facts, pair: tuple[Seat, Seat], whole: Floats, colours: Colours) -> Matrix:
    chosen = [foremost(facts.last.strategy.weights[facts.seats[seat]]) for seat in pair]
    estimates = pair_payoffs(facts.last, facts.reach, pair, *chosen)
    frame = _Frame(facts, pair, origins(facts.last.table), colours)
    cells = tuple(
        tuple(frame.cell((row, column), estimate) for column, estimate in zip(chosen[1], line, strict=True))
        for row, line in zip(chosen[0], estimates, strict=True)
    )
    roles = [facts.seats[seat] for seat in pair]
    label = f"payoff of {roles[0]} (rows) against {roles[1]} (columns), the first member top left"
    overview = heat_map(whole, colours.centre, colours.spread, label) if max(whole.shape) > MOST_ROWS else None
    rows, columns = (_heads(facts, seat, members) for seat, members in zip(pair, chosen, strict=True))
    return Matrix(roles[0], roles[1], rows, columns, cells, overview)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all cells of a matrix share."""

    facts: Facts
    pair: tuple[Seat, Seat]
    origin: Ints
    colours: Colours

    def cell(self, members: tuple[int, int], estimate: Estimate) -> Cell:
        """The cell of these two members."""
        fixed = dict(zip(self.pair, members, strict=True))
        names = [self.facts.names(self.facts.seats[seat])[member] for seat, member in fixed.items()]
        record = match_record(self.facts.last.table, self.origin, self.pair[0], fixed)
        title = f"{names[0]} against {names[1]}: {interval_text(estimate)}"
        if record.games or record.failed:
            title += f"; {record.games} games: {record.won} won, {record.tied} tied, {record.lost} lost"
            title += f", {record.failed} failed" if record.failed else ""
        return Cell(estimate, record, shade(estimate.value, self.colours.centre, self.colours.spread), title)


def _heads(facts: Facts, seat: Seat, members: list[int]) -> tuple[Head, ...]:
    role = facts.seats[seat]
    names, shares = facts.names(role), weights(facts.last, role)
    return tuple(Head(index, names[index], shares[index]) for index in members)


def _whole(facts: Facts, pair: tuple[Seat, Seat]) -> Floats:
    """All payoffs of a pair of seats, the other seats playing the mixture: shape (rows, columns)."""
    payoffs = facts.last.table.mean[pair[0]]
    for other in reversed(range(len(facts.seats))):
        if other not in pair:
            payoffs = np.tensordot(payoffs, facts.last.strategy.weights[facts.seats[other]], axes=(other, 0))
    return np.asarray(payoffs if pair[0] < pair[1] else payoffs.T)
