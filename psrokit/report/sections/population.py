"""The population: who is in it, with what weight, and how each fares against the mixture."""

from __future__ import annotations

import json
from dataclasses import dataclass

from markupsafe import Markup

from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.report.facts import Facts
from psrokit.report.intervals import origins
from psrokit.report.numbers import percent
from psrokit.report.payoffs import Record, match_record
from psrokit.report.section import Section, fill
from psrokit.report.standing import Standing, standings
from psrokit.report.strip import weight_bar
from psrokit.report.weights import foremost
from psrokit.report.words import common_decimals

_LONGEST_SPEC, _LONGEST_HINT = 1200, 300


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. joined: the iteration in which the member came."""

    standing: Standing
    joined: int
    bar: Markup
    record: Record

    @property
    def shown_spec(self) -> str:
        """The spec as JSON, cut where a learned policy's parameters would fill pages."""
        spec = self._spec
        left = len(spec) - _LONGEST_SPEC
        return spec if left <= 0 else f"{spec[:_LONGEST_SPEC]}… ({left} more characters in the run's ledger)"

    @property
    def hint(self) -> str:
        """Name and spec, short enough to hover over the table."""
        text = f"{self.standing.member.name}: {self._spec}"
        return text if len(text) <= _LONGEST_HINT else f"{text[:_LONGEST_HINT]}…"

    @property
    def _spec(self) -> str:
        return json.dumps(dict(self.standing.member.spec), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Group:
    """The members of a role. shown: indices of those that the table begins with."""

    role: Role
    lines: tuple[Line, ...]
    shown: tuple[int, ...]

    @property
    def first(self) -> list[Line]:
        """The lines of those."""
        return [self.lines[index] for index in self.shown]

    @property
    def others(self) -> list[Line]:
        """The lines of all others."""
        return [line for index, line in enumerate(self.lines) if index not in self.shown]

    @property
    def payoffs(self) -> list[Estimate]:
        """The column of payoffs."""
        return [line.standing.payoff for line in self.lines]

    @property
    def sampled(self) -> Estimate | None:
        """The first payoff with a sampling error."""
        return next((payoff for payoff in self.payoffs if payoff.bound != "exact"), None)

    @property
    def decimals(self) -> int:
        """How many decimals its payoffs have."""
        return common_decimals(self.payoffs)

    @property
    def winning(self) -> bool:
        """Whether payoffs are also win rates."""
        return self.lines[0].standing.win_rate is not None

    @property
    def played(self) -> bool:
        """Whether any payoff was measured in matches."""
        return any(line.record.games or line.record.failed for line in self.lines)


def section(facts: Facts) -> Section:
    """The table of each role."""
    table, origin = facts.last.table, origins(facts.last.table)
    groups: dict[Role, list[Line]] = {role: [] for role in facts.roles}
    for standing in standings(facts):
        seat = facts.seats.index(standing.role)
        record = match_record(table, origin, seat, {seat: standing.index})
        bar = weight_bar(standing.weight.value, "weight", f"weight {percent(standing.weight.value)}")
        groups[standing.role].append(Line(standing, facts.joined(standing.role, standing.index), bar, record))
    shown = {role: tuple(foremost(facts.last.strategy.weights[role])) for role in groups}
    context = {"groups": [Group(role, tuple(lines), shown[role]) for role, lines in groups.items()]}
    return Section("population", "Population", fill("population.html", context))
