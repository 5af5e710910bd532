"""How the members of a run's last population stand, and what each response gained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.report.facts import Facts
from psrokit.report.intervals import difference
from psrokit.report.payoffs import member_payoffs, mixture_payoff
from psrokit.report.weights import weights
from psrokit.store.rows import StoredMember, StoredState
from psrokit.win_loss import returns_are_wins

PROVEN, WORSE, NOT_PROVEN = "improvement proven", "worse, proven", "not proven"
FROM_TABLE = "gain in the payoff table"
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Standing:
    """A member of the population. weight: its share of the mixture. payoff: against the mixture of the other seats.

    win_rate: the same on a scale from 0 to 1, None where returns are more than wins, ties and losses.
    """

    role: Role
    index: int
    member: StoredMember
    weight: Estimate
    payoff: Estimate
    win_rate: Estimate | None


@dataclass(frozen=True, slots=True)
class Response:
    """A policy that an oracle added. label: its name, with its role where there are several.

    gains: what was measured of its improvement, by the name of the measure; never empty.
    """

    iteration: int
    role: Role
    index: int
    label: str
    gains: Mapping[str, Estimate]

    @property
    def verdict(self) -> str:
        """What the intervals prove. An improvement over one thing is enough to be one."""
        verdicts = [verdict(gain) for gain in self.gains.values()]
        if PROVEN in verdicts:
            return PROVEN
        return WORSE if all(one == WORSE for one in verdicts) else NOT_PROVEN


def verdict(gain: Estimate) -> str:
    """What the interval of one gain proves. An exact gain proves nothing where rounding could have made it."""
    rounding = _TOLERANCE if gain.bound == "exact" else 0.0
    if gain.low > rounding:
        return PROVEN
    return WORSE if gain.high < -rounding else NOT_PROVEN


def standings(facts: Facts) -> Iterator[Standing]:
    """All members, role by role, in the order in which they joined."""
    winning = returns_are_wins(facts.last.table)
    for role in facts.roles:
        payoffs = member_payoffs(facts.last.table, facts.reach, facts.last, role)
        shares = weights(facts.last, role)
        for index, member in enumerate(facts.last.population[role]):
            payoff = payoffs[index]
            win_rate = as_win_rate(payoff) if winning else None
            yield Standing(role, index, member, shares[index], payoff, win_rate)


def responses(facts: Facts) -> Iterator[Response]:
    """What the oracles added, in order; their gains in the payoff table where nothing else was measured."""
    for before, state in zip(facts.states, facts.states[1:], strict=False):
        for role in facts.roles:
            for index in range(len(before.population[role]), len(state.population[role])):
                name = facts.names(role)[index]
                label = f"{role}/{name}" if len(facts.roles) > 1 else name
                gains = _measured(facts, state.iteration, label)
                if not gains:
                    gains = {FROM_TABLE: _gain_in_table(facts, before, state, role, index)}
                yield Response(state.iteration, role, index, label, gains)


def as_win_rate(payoff: Estimate) -> Estimate:
    """A payoff between -1 and 1 as the share of games won, ties counting one half."""
    value, low, high = ((1 + number) / 2 for number in (payoff.value, payoff.low, payoff.high))
    return replace(
        payoff, value=value, low=max(low, 0.0), high=min(high, 1.0), kind="win_rate", units="win rate; ties 1/2"
    )


def _measured(facts: Facts, iteration: int, label: str) -> dict[str, Estimate]:
    """The gains measured for a response: metrics of its iteration that end with its label."""
    gains = [metric for metric in facts.metrics if metric.iteration == iteration and metric.estimate.kind == "gain"]
    ending = f":{label}"
    return {metric.name.removesuffix(ending): metric.estimate for metric in gains if metric.name.endswith(ending)}


def _gain_in_table(facts: Facts, before: StoredState, state: StoredState, role: Role, index: int) -> Estimate:
    own = member_payoffs(state.table, facts.reach, before, role)[index]
    base = mixture_payoff(state.table, facts.reach, before, role)
    convention = f"payoff against the mixture of iteration {before.iteration}, less that of the mixture itself"
    return difference(own, base, convention)
