"""What the missing cells of a table could change.

Three things can be said whatever the missing payoffs are:

* The *cautious mixture* loses least when every missing payoff is as bad for it as can be. With two players and a
  constant sum it comes from linear programs between the bounds; in other tables it is the best of the equilibria of the
  completions that were tried. What it can lose is at most `loss`, however the table is completed; where that is 0, it
  is an equilibrium of every completion, and the holes change nothing about it.
* A policy is *out* if it is in no equilibrium of any completion: because another mixture earns more against everybody
  who is not out, in every completion (iterated strict dominance between bounds); or, with two players and a constant
  sum, because it loses for certain to a mixture that is an equilibrium of every completion (whoever is in one
  equilibrium of a zero-sum game is a best response to each other one).
* A policy is *in question* if some completions that were tried give it weight and others do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, PayoffTable, Profile, Role
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric, solve_zero_sum
from psrokit_plugins.statistics.completions import Incomplete, completions
from psrokit_plugins.statistics.deviations import against_others
from psrokit_plugins.statistics.gains_between import regret_bounds
from psrokit_plugins.structure.dominance import certain_dominance
from psrokit_plugins.tables.payoffs import table_of_payoffs

_CLEAR = 1e-9
_SUPPORT = 1e-5
Bools = npt.NDArray[np.bool_]
Weights = Mapping[Role, Floats]
Solve = Callable[[PayoffTable], Weights]
"""The equilibrium of a complete table, by one rule."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What holds for all completions. weights, loss: the cautious mixture and what it loses at most, summed over roles.

    value: between what the first of two seats with a constant sum can be sure of, and held to; None otherwise.
    dominated: policies that iterated dominance excludes; out: those in no equilibrium of any completion.
    tried: the equilibria of the completions that were tried, (tries, K_role) per role.
    """

    weights: Weights
    loss: float
    value: tuple[float, float] | None
    dominated: Mapping[Role, Bools]
    out: Mapping[Role, Bools]
    tried: Weights

    @property
    def ever(self) -> Mapping[Role, Bools]:
        """Policies in the support of the equilibria of some of the completions tried."""
        return {role: np.asarray((weights > _SUPPORT).any(axis=0)) for role, weights in self.tried.items()}

    @property
    def always(self) -> Mapping[Role, Bools]:
        """Policies in the support of the equilibria of all of the completions tried."""
        return {role: np.asarray((weights > _SUPPORT).all(axis=0)) for role, weights in self.tried.items()}


def reach(table: Incomplete, solve: Solve, tries: int, rng: np.random.Generator) -> Reach:
    """The cautious mixture, the policies that are out, and what `tries` completions make of the others."""
    found = [solve(table_of_payoffs(table.seats, means)) for means in completions(table, tries, rng)]
    tried = {role: np.stack([weights[role] for weights in found]) for role in table.seats}
    weights, value = _cautious(table, found)
    loss = _loss(table, weights)
    dominated = out = out_by_dominance(table)
    if loss == 0 and value is not None:
        out = {role: its | _beaten(table, weights, value[0], role) for role, its in dominated.items()}
    return Reach(weights, loss, value, dominated, out, tried)


def _cautious(table: Incomplete, found: list[Weights]) -> tuple[Weights, tuple[float, float] | None]:
    """The cautious mixture, and the bounds of the value where there is one."""
    if table.total is None:
        return min(found, key=lambda weights: _loss(table, weights)), None
    if table.alike:
        worst, middle = table.low[0] - table.total / 2, table.total / 2
        saddle = solve_zero_sum(worst) if table.holes else solve_symmetric(worst)
        return {table.seats[0]: saddle.row}, (middle, middle)
    sure, held = solve_zero_sum(table.low[0]), solve_zero_sum(table.high[0])
    return dict(zip(table.seats, (sure.row, held.column), strict=True)), (sure.value, held.value)


def _loss(table: Incomplete, weights: Weights) -> float:
    loss = regret_bounds(table.seats, weights, table.low, table.high, table.total)[1]
    return loss if loss > _CLEAR * table.scale else 0.0


def _beaten(table: Incomplete, weights: Weights, value: float, role: Role) -> Bools:
    """Policies that earn less than the value against an equilibrium of every completion, whatever the holes hold."""
    seat = table.seats.index(role)
    worth = value if seat == 0 else (table.total or 0.0) - value
    most = against_others(table.high[seat], table.seats, weights, seat)
    return np.asarray(most < worth - _CLEAR * table.scale)


def out_by_dominance(table: Incomplete) -> Mapping[Role, Bools]:
    """Policies that iterated strict dominance excludes from every equilibrium of every completion."""
    left = certain_dominance(table.seats, table.low, table.high).policies
    sizes = dict(zip(table.seats, table.low.shape[1:], strict=True))
    return {role: ~np.isin(np.arange(size), left[role]) for role, size in sizes.items()}


def idle(found: Reach, seats: tuple[Role, ...], hole: Profile) -> bool:
    """Whether no payoff of a missing cell could change which equilibria there are.

    True where one of its policies is dominated whatever the holes hold, or two of them are in no equilibrium: then no
    equilibrium plays it, and no deviation of one seat from an equilibrium leads to it.
    """
    players = list(zip(seats, hole, strict=True))
    excluded = sum(bool(found.out[role][policy]) for role, policy in players)
    return excluded > 1 or any(bool(found.dominated[role][policy]) for role, policy in players)


def exposure(found: Reach, seats: tuple[Role, ...], hole: Profile) -> float:
    """How likely the opponents of the seat that meets a missing cell most play it, averaged over the completions."""
    shares = np.stack([found.tried[role][:, policy] for role, policy in zip(seats, hole, strict=True)])
    others = [np.prod(np.delete(shares, seat, axis=0), axis=0) for seat in range(len(seats))]
    return float(np.mean(np.max(others, axis=0)))
