"""How each member of a run's last population stands against the last mixture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np

from psrokit.estimate import Estimate
from psrokit.game import Floats, Role, Seat
from psrokit.report.facts import Facts
from psrokit.report.intervals import evidence, weighted

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


def standings(facts: Facts) -> Iterator[Standing]:
    """All members, role by role, in the order in which they joined."""
    for role in facts.roles:
        seat = facts.seats.index(role)
        for index, member in enumerate(facts.last.population[role]):
            payoff = payoff_against_mixture(facts, seat, index)
            weight = float(facts.last.strategy.weights[role][index])
            yield Standing(role, member.name, member.spec, weight, payoff, _as_win_rate(facts, payoff))


def payoff_against_mixture(facts: Facts, seat: Seat, index: int) -> Estimate:
    """What the member with this index returns at `seat` when the others draw from the mixture."""
    cells = evidence(facts.last.table, seat, facts.reach).at((*(slice(None) for _ in range(seat)), index))
    weights = [facts.last.strategy.weights[role] for other, role in enumerate(facts.seats) if other != seat]
    joint: Floats = reduce(np.multiply.outer, weights)
    return weighted(cells, joint, kind="payoff", convention="expected return against the mixture of the other seats")


def returns_are_wins(facts: Facts) -> bool:
    """Whether every game so far returned +1 for a win, -1 for a loss and 0 for a tie, between two seats."""
    table = facts.last.table
    if facts.reach is None or len(facts.seats) != 2 or not set(facts.reach) <= {-1.0, 0.0, 1.0}:
        return False
    clean = (table.failures == 0) & (table.games > 0)
    balance = (table.wins[0] - table.wins[1])[clean] / table.games[clean]
    return bool(clean.any() and np.allclose(table.mean[0][clean], balance, atol=_TOLERANCE))


def _as_win_rate(facts: Facts, payoff: Estimate) -> Estimate | None:
    if not returns_are_wins(facts):
        return None
    value, low, high = ((1 + number) / 2 for number in (payoff.value, payoff.low, payoff.high))
    low, high = max(low, 0.0), min(high, 1.0)
    return replace(payoff, value=value, low=low, high=high, kind="win_rate", units="win rate; ties 1/2")
