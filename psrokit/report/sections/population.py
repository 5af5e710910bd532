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
from psrokit.report.payoffs import Record, match_record, member_payoffs
from psrokit.report.section import Section, fill
from psrokit.report.strip import weight_bar
from psrokit.report.words import common_decimals

_LONGEST_SPEC, _LONGEST_HINT = 1200, 300


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. spec: the policy as JSON. joined: the iteration in which it came."""

    index: int
    name: str
    kind: str
    spec: str
    joined: int
    weight: float
    bar: Markup
    payoff: Estimate
    record: Record

    @property
    def shown_spec(self) -> str:
        """The spec, cut where a learned policy's parameters would fill pages."""
        left = len(self.spec) - _LONGEST_SPEC
        return self.spec if left <= 0 else f"{self.spec[:_LONGEST_SPEC]}… ({left} more characters in the run's ledger)"

    @property
    def hint(self) -> str:
        """The beginning of the spec, short enough to hover over the table."""
        return self.spec if len(self.spec) <= _LONGEST_HINT else f"{self.spec[:_LONGEST_HINT]}…"


@dataclass(frozen=True, slots=True)
class Group:
    """The members of a role."""

    role: Role
    lines: tuple[Line, ...]

    @property
    def decimals(self) -> int:
        """How many decimals its payoffs have."""
        return common_decimals(self.payoffs)

    @property
    def played(self) -> bool:
        """Whether any payoff was measured in matches."""
        return any(line.record.games or line.record.failed for line in self.lines)

    @property
    def payoffs(self) -> list[Estimate]:
        """The column of payoffs."""
        return [line.payoff for line in self.lines]

    @property
    def sampled(self) -> Estimate | None:
        """The first payoff with a sampling error."""
        return next((payoff for payoff in self.payoffs if payoff.bound != "exact"), None)


def section(facts: Facts) -> Section:
    """The table of each role."""
    groups = [_group(facts, role) for role in facts.roles]
    return Section("population", "Population", fill("population.html", {"groups": groups, "facts": facts}))


def _group(facts: Facts, role: Role) -> Group:
    state = facts.last
    payoffs = member_payoffs(state.table, facts.reach, state, role)
    seat, origin = facts.seats.index(role), origins(state.table)
    lines = []
    for index, (member, payoff) in enumerate(zip(state.population[role], payoffs, strict=True)):
        weight = float(state.strategy.weights[role][index])
        lines.append(
            Line(
                index=index,
                name=member.name,
                kind=str(member.spec.get("use", "")),
                spec=json.dumps(dict(member.spec), ensure_ascii=False),
                joined=facts.joined(role, index),
                weight=weight,
                bar=weight_bar(weight, "weight", f"weight {percent(weight)}"),
                payoff=payoff,
                record=match_record(state.table, origin, seat, {seat: index}),
            )
        )
    return Group(role, tuple(lines))
