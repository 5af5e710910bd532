"""How the members of a run's last population stand, and what each response gained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.report.facts import Facts
from psrokit.report.intervals import difference
from psrokit.report.payoffs import member_payoffs, mixture_payoff
from psrokit.store.rows import StoredState

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """A member of the population. weight: its share of the mixture. payoff: against the mixture of the other seats.

    win_rate: the same on a scale from 0 to 1, None where returns are more than wins, ties and losses.
    """

    role: Role
    name: str
    spec: Mapping[str, Any]
    weight: float
    payoff: Estimate
    win_rate: Estimate | None


@dataclass(frozen=True, slots=True)
class Response:
    """A policy that an oracle added. gains: what was measured of its improvement, by the name of the measure."""

    iteration: int
    name: str
    gains: Mapping[str, Estimate]

    @property
    def verdict(self) -> str:
        """What the intervals prove. An improvement over one thing is enough to be one."""
        if any(gain.low > 0 for gain in self.gains.values()):
            return "improvement proven"
        return "worse, proven" if all(gain.high < 0 for gain in self.gains.values()) else "not proven"


def standings(facts: Facts) -> Iterator[Standing]:
    """All members, role by role, in the order in which they joined."""
    winning = returns_are_wins(facts)
    for role in facts.roles:
        payoffs = member_payoffs(facts.last.table, facts.reach, facts.last, role)
        weights = facts.last.strategy.weights[role].tolist()
        for member, weight, payoff in zip(facts.last.population[role], weights, payoffs, strict=True):
            win_rate = _as_win_rate(payoff) if winning else None
            yield Standing(role, member.name, member.spec, weight, payoff, win_rate)


def responses(facts: Facts) -> Iterator[Response]:
    """What the oracles added, in order; their gains in the payoff table where nothing else was measured."""
    for before, state in zip(facts.states, facts.states[1:], strict=False):
        for role in facts.roles:
            for index in range(len(before.population[role]), len(state.population[role])):
                name = facts.names(role)[index]
                label = f"{role}/{name}" if len(facts.roles) > 1 else name
                gains = _measured(facts, state.iteration, {name, label})
                yield Response(state.iteration, label, gains or _in_table(facts, before, state, role, index))


def silent(facts: Facts) -> list[int]:
    """The iterations in which no oracle found a new policy."""
    answered = {response.iteration for response in responses(facts)}
    return [state.iteration for state in facts.states[1:] if state.iteration not in answered]


def returns_are_wins(facts: Facts) -> bool:
    """Whether every game so far returned +1 for a win, -1 for a loss and 0 for a tie, between two seats."""
    table = facts.last.table
    if facts.reach is None or len(facts.seats) != 2 or not set(facts.reach) <= {-1.0, 0.0, 1.0}:
        return False
    clean = (table.failures == 0) & (table.games > 0)
    balance = (table.wins[0] - table.wins[1])[clean] / table.games[clean]
    return bool(clean.any() and np.allclose(table.mean[0][clean], balance, atol=_TOLERANCE))


def _measured(facts: Facts, iteration: int, labels: set[str]) -> dict[str, Estimate]:
    return {
        family: metric.estimate
        for metric in facts.metrics
        for family, _, label in [metric.name.partition(":")]
        if metric.iteration == iteration and label in labels and metric.estimate.kind == "gain"
    }


def _in_table(facts: Facts, before: StoredState, state: StoredState, role: Role, index: int) -> dict[str, Estimate]:
    own = member_payoffs(state.table, facts.reach, before, role)[index]
    base = mixture_payoff(state.table, facts.reach, before, role)
    convention = f"payoff against the mixture of iteration {before.iteration}, less that of the mixture itself"
    return {"gain in the payoff table": difference(own, base, convention)}


def _as_win_rate(payoff: Estimate) -> Estimate:
    value, low, high = ((1 + number) / 2 for number in (payoff.value, payoff.low, payoff.high))
    low, high = max(low, 0.0), min(high, 1.0)
    return replace(payoff, value=value, low=low, high=high, kind="win_rate", units="win rate; ties 1/2")
