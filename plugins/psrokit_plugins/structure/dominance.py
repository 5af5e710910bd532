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
from psrokit_plugins.normal_form.game import NormalForm

Strength = Literal["strict", "weak"]
By = Literal["pure", "mixed"]
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
    alive = {role: tuple(range(game.size(role))) for role in game.first_seat}
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


def _dominated(
    game: NormalForm, alive: Mapping[Role, tuple[int, ...]], strength: Strength, by: By, number: int
) -> Iterator[Dominated]:
    for role, kept in alive.items():
        payoffs = _surviving(game, role, alive)
        for place, policy in enumerate(kept):
            weights = _pure(payoffs, place, strength) if by == "pure" else _mixed(payoffs, place, strength)
            if weights is not None:
                full = np.zeros(game.size(role))
                full[list(kept)] = weights
                yield Dominated(role, policy, full, number)


def _surviving(game: NormalForm, role: Role, alive: Mapping[Role, tuple[int, ...]]) -> Floats:
    """Payoffs of a role's survivors against all profiles of the others' survivors, shape (survivors, profiles)."""
    seat = game.first_seat[role]
    block = game.payoffs[seat][np.ix_(*(alive[its] for its in game.seats))]
    return np.asarray(np.moveaxis(block, seat, 0).reshape(block.shape[seat], -1))


def _pure(payoffs: Floats, place: int, strength: Strength) -> Floats | None:
    """The first policy that dominates the one at `place`, as a mixture; None if there is none."""
    gains = payoffs - payoffs[place]
    least = gains.min(axis=1)
    beats = least > _MARGIN if strength == "strict" else (least >= -_rounding(payoffs)) & (gains.max(axis=1) > _MARGIN)
    return np.eye(len(payoffs))[int(np.argmax(beats))] if beats.any() else None


def _mixed(payoffs: Floats, place: int, strength: Strength) -> Floats | None:
    """A mixture of others that dominates the policy at `place`; None if there is none."""
    pure = _pure(payoffs, place, strength)
    if pure is not None or len(payoffs) == 1:
        return pure
    gains = (payoffs - payoffs[place]).T
    weights, gain = _most_certain(gains) if strength == "strict" else _most_in_sum(gains)
    if gain <= _MARGIN:
        return None
    weights[place] = 0.0  # it gains nothing over itself: without it the others gain as often, and more
    return np.asarray(weights / weights.sum())


def _most_certain(gains: Floats) -> tuple[Floats, float]:
    """The mixture whose least gain is the greatest, and that gain."""
    profiles, policies = gains.shape
    x = _solved(np.append(np.zeros(policies), -1.0), np.hstack([-gains, np.ones((profiles, 1))]), policies)
    return x[:policies], float(x[policies])


def _most_in_sum(gains: Floats) -> tuple[Floats, float]:
    """The mixture that never loses and gains most over all profiles together, and that sum."""
    weights = _solved(-gains.sum(axis=0), -gains, gains.shape[1])
    return weights, float((gains @ weights).sum())


def _solved(costs: Floats, rows: Floats, policies: int) -> Floats:
    """The x of least cost with rows @ x <= 0 whose first `policies` entries are a mixture.

    The policy that is tested may be part of the mixture, so that there always is such an x: whatever else a solver says
    is its failure, and raised.
    """
    free = len(costs) - policies
    answer = linprog(
        costs,
        A_ub=rows,
        b_ub=np.zeros(len(rows)),
        A_eq=np.append(np.ones(policies), np.zeros(free))[np.newaxis],
        b_eq=[1.0],
        bounds=[(0, None)] * policies + [(None, None)] * free,
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if answer.status != 0:
        raise IntegrityError(f"the linear program that tests dominance failed: {answer.message}")
    return np.asarray(answer.x)


def _rounding(payoffs: Floats) -> float:
    return 4 * float(np.finfo(float).eps * np.abs(payoffs).max(initial=0.0))
