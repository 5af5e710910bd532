"""Iterated dominance: which policies of a table no rational player uses, and why.

A policy is strictly dominated if another one, or a mixture, earns more whatever the others do; weakly, if that never
earns less and sometimes more. Strictly dominated policies are in no equilibrium, and the order of elimination does not
matter (Gilboa, Kalai and Zemel 1990). Weak dominance can eliminate equilibria and depends on the order: here all
dominated policies of all roles go at once, round by round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import linprog

from psrokit.api import Floats, IntegrityError, PayoffTable, Role
from psrokit_plugins.linear_programs.zero_sum import security_strategy
from psrokit_plugins.normal_form.game import NormalForm

Strength = Literal["strict", "weak"]
By = Literal["pure", "mixed"]
Alive = Mapping[Role, tuple[int, ...]]
"""The policies of each role that are left."""
_MARGIN = 1e-9
"""What counts as more, in units of the payoffs' scale."""


@dataclass(frozen=True, slots=True)
class Dominated:
    """A policy that was eliminated in `round` (from 1), and what dominates it: a mixture over the role's policies."""

    role: Role
    policy: int
    by: Floats
    round: int


@dataclass(frozen=True, slots=True)
class Survivors:
    """What iterated elimination leaves: the policies of each role, in order, and those that went, in order."""

    policies: Mapping[Role, tuple[int, ...]]
    eliminated: tuple[Dominated, ...]


def iterated_dominance(table: PayoffTable, strength: Strength = "strict", by: By = "mixed") -> Survivors:
    """Eliminate dominated policies until none is left; seats of equal role lose the same.

    by: "pure", by one other policy, or "mixed", by any mixture, which is a linear program per policy. Raises
    IntegrityError for tables with holes, and if a linear program fails: nothing is taken for undominated untested.
    """
    game = NormalForm.of(table)
    return _survivors(_Bounds(game.seats, game.payoffs, game.payoffs), strength, by)


def certain_dominance(seats: tuple[Role, ...], low: Floats, high: Floats) -> Survivors:
    """Iterated strict dominance by mixtures, whatever payoffs between these bounds are; low, high: (seats, *K).

    Between two unknown payoffs against one profile of opponents the worse for the mixture is compared with the better
    for the policy, which holds for every table between the bounds. Raises IntegrityError as above.
    """
    scales = [
        (high[own].max() - low[own].min()) / 2 or 1.0
        for own in ([seat for seat, its in enumerate(seats) if its == role] for role in seats)
    ]
    scale = np.reshape(scales, (-1, *[1] * len(seats)))
    return _survivors(_Bounds(seats, low / scale, high / scale), "strict", "mixed")


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Payoffs between bounds, (seats, *K), those of each role as spread as 2; equal where they are known."""

    seats: tuple[Role, ...]
    low: Floats
    high: Floats

    @property
    def sizes(self) -> Mapping[Role, int]:
        """Policies of each role."""
        return dict(zip(self.seats, self.low.shape[1:], strict=True))

    def surviving(self, role: Role, alive: Alive) -> _Bounds:
        """Those of a role's survivors against all profiles of the others' survivors, (survivors, profiles) each."""
        seat, inside = self.seats.index(role), np.ix_(*(alive[its] for its in self.seats))
        low, high = (
            np.moveaxis(end[seat][inside], seat, 0).reshape(len(alive[role]), -1) for end in (self.low, self.high)
        )
        return _Bounds(self.seats, low, high)

    def leads(self, place: int) -> Floats:
        """What each survivor earns at least more than the one at `place`, which earns no more than itself."""
        leads: Floats = self.low - self.high[place]
        leads[place] = 0.0
        return leads

    @property
    def rounding(self) -> float:
        """What rounding makes of equal payoffs."""
        largest = np.abs([self.low, self.high]).max(initial=0.0)
        return 4 * float(np.finfo(float).eps * largest)


def _survivors(game: _Bounds, strength: Strength, by: By) -> Survivors:
    alive: Alive = {role: tuple(range(size)) for role, size in game.sizes.items()}
    gone: list[Dominated] = []
    number = 1
    while found := list(_dominated(game, alive, strength, by, number)):
        gone += found
        alive = {
            role: tuple(one for one in kept if not any((each.role, each.policy) == (role, one) for each in found))
            for role, kept in alive.items()
        }
        number += 1
    return Survivors(alive, tuple(gone))


def _dominated(game: _Bounds, alive: Alive, strength: Strength, by: By, number: int) -> Iterator[Dominated]:
    for role, kept in alive.items():
        payoffs = game.surviving(role, alive)
        for place, policy in enumerate(kept):
            weights = (_pure if by == "pure" else _mixed)(payoffs, place, strength)
            if weights is not None:
                full = np.zeros(game.sizes[role])
                full[list(kept)] = weights
                yield Dominated(role, policy, full, number)


def _pure(payoffs: _Bounds, place: int, strength: Strength) -> Floats | None:
    """The first policy that dominates the one at `place`, as a mixture; None if there is none."""
    leads = payoffs.leads(place)
    least = leads.min(axis=1)
    beats = least > _MARGIN if strength == "strict" else (least >= -payoffs.rounding) & (leads.max(axis=1) > _MARGIN)
    return np.eye(len(leads))[int(np.argmax(beats))] if beats.any() else None


def _mixed(payoffs: _Bounds, place: int, strength: Strength) -> Floats | None:
    """A mixture of others that dominates the policy at `place`; None if there is none."""
    pure, leads = _pure(payoffs, place, strength), payoffs.leads(place)
    if pure is not None or len(leads) == 1:
        return pure
    return (_most_certain if strength == "strict" else _most_in_sum)(leads, place)


def _most_certain(leads: Floats, place: int) -> Floats | None:
    """The mixture whose least lead is the greatest, if that is one: the security strategy in a game of leads."""
    if (leads.max(axis=0) <= 0).any():
        return None  # nothing leads against some profile
    weights = np.insert(security_strategy(np.delete(leads, place, axis=0)), place, 0.0)
    return weights if (weights @ leads).min() > _MARGIN else None


def _most_in_sum(leads: Floats, place: int) -> Floats | None:
    """The mixture that never trails and leads most over all profiles together, if it leads at all."""
    weights = _solved(-leads.sum(axis=1), -leads.T)
    if (weights @ leads).sum() <= _MARGIN:
        return None
    weights[place] = 0.0  # it has no lead over itself: without it the others lead as often, and by more
    return np.asarray(weights / weights.sum())


def _solved(costs: Floats, rows: Floats) -> Floats:
    """The mixture x of least cost with rows @ x <= 0.

    The policy that is tested may be part of the mixture, so that there always is such an x: whatever else a solver says
    is its failure, and raised.
    """
    answer = linprog(
        costs,
        A_ub=rows,
        b_ub=np.zeros(len(rows)),
        A_eq=np.ones((1, len(costs))),
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if answer.status != 0:
        raise IntegrityError(f"the linear program that tests dominance failed: {answer.message}")
    return np.asarray(answer.x)
