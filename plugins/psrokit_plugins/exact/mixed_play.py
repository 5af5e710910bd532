"""A meta-strategy played in the full game: its expected returns, and what a deviation from it can gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np

from psrokit.api import Floats, Member, MetaStrategy, Population, Role, Seat
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import Ints
from psrokit_plugins.once import once


@dataclass(frozen=True, eq=False)
class MixedPlay:
    """A lottery over profiles of realization plans.

    Independent mixtures are one profile: each seat's mixture is itself a plan, the weighted sum of its policies' plans.
    (Averaging action probabilities instead would be wrong: a policy counts at an information state by how often it
    goes there.) A correlated meta-strategy has a profile for each of its cells.
    """

    form: SequenceForm
    lottery: Sequence[tuple[float, Sequence[Floats]]]
    _gains: dict[Seat, float] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def values(self) -> Floats:
        """The expected return of each seat, shape (n,)."""
        return reduce(np.add, (weight * self.form.values(plans) for weight, plans in self.lottery))

    def reach(self, seat: Seat) -> Floats:
        """The probability, shape (L,), that the others play towards each leaf of the form."""
        return reduce(np.add, (weight * self.form.reach(seat, plans) for weight, plans in self.lottery))

    def gain(self, seat: Seat) -> float:
        """What a best response of `seat` earns more than the mixture: max over pi of u(pi, others) - u, at least 0."""
        if seat not in self._gains:
            best = self.form.best_value(seat, self.reach(seat))
            self._gains[seat] = max(best - float(self.values[seat]), 0.0)
        return self._gains[seat]

    def nash_conv(self) -> float:
        """The sum of all seats' gains (Lanctot et al. 2017); for a correlated strategy its distance from a CCE."""
        return sum(self.gain(seat) for seat in range(len(self.form.states)))


@once
def mixed_play(form: SequenceForm, seats: Sequence[Role], population: Population, strategy: MetaStrategy) -> MixedPlay:
    """How `strategy` mixes `population` in the full game."""
    if strategy.joint is None:
        mixed = [_mixed(form, seat, population[role], strategy.weights[role]) for seat, role in enumerate(seats)]
        return MixedPlay(form, [(1.0, mixed)])
    return MixedPlay(form, _lottery(plans_of(form, seats, population), strategy.joint))


def told_plays(
    form: SequenceForm, seats: Sequence[Role], population: Population, strategy: MetaStrategy, seat: Seat
) -> list[MixedPlay]:
    """How all play when `seat` is told which of its policies was drawn for it, for each one that can be.

    Each lottery has the weight of its policy instead of 1, so that gains add up to the gap of a correlated equilibrium
    (Aumann 1974): the sum over policies p of P(p) (max over pi of u(pi, others | p) - u(p, others | p)).
    """
    if strategy.joint is None:
        return [mixed_play(form, seats, population, strategy)]  # what it is told says nothing of the others
    plans = plans_of(form, seats, population)
    drawn = np.flatnonzero(strategy.joint.sum(axis=tuple(axis for axis in range(len(seats)) if axis != seat)))
    told = [_lottery(plans, np.where(_axis(strategy.joint, seat) == own, strategy.joint, 0.0)) for own in drawn]
    return [MixedPlay(form, lottery) for lottery in told]


def _axis(joint: Floats, seat: Seat) -> Ints:
    """The number of the seat's policy, in a shape that fits `joint`."""
    return np.arange(joint.shape[seat]).reshape([-1 if axis == seat else 1 for axis in range(joint.ndim)])


def _lottery(plans: Sequence[Floats], joint: Floats) -> list[tuple[float, Sequence[Floats]]]:
    """Each cell of `joint` with its weight and profile."""
    cells = np.argwhere(joint > 0)
    profiles = [[plan[index] for plan, index in zip(plans, cell, strict=True)] for cell in cells]
    return list(zip(joint[tuple(cells.T)].tolist(), profiles, strict=True))


def _mixed(form: SequenceForm, seat: Seat, members: Sequence[Member], weights: Floats) -> Floats:
    """The plan of one seat's mixture; members without weight are not looked at."""
    support = np.flatnonzero(weights)
    return np.asarray(weights[support] @ form.plans(seat, [members[index].policy for index in support.tolist()]))


@once
def evenly_mixed(form: SequenceForm, seats: Sequence[Role], population: Population) -> MixedPlay:
    """Every policy of the population equally often."""
    return MixedPlay(form, [(1.0, [plan.mean(axis=0) for plan in plans_of(form, seats, population)])])


@once
def plans_of(form: SequenceForm, seats: Sequence[Role], population: Population) -> list[Floats]:
    """The plans of each seat's policies, shapes (K_s, S_s); not to be written into."""
    return [form.plans(seat, [member.policy for member in population[role]]) for seat, role in enumerate(seats)]
