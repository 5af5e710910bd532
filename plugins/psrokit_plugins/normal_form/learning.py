"""Repeated play of learners that see what each of their policies would have earned: time averages and their gap.

Where all regrets vanish, the average play of a two-player constant-sum game is a Nash equilibrium and that of any other
game a coarse correlated one (whose marginals need be no equilibrium: the certificate says how far they are).
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from psrokit.api import Floats, Role
from psrokit_plugins.normal_form.game import NormalForm, distribution

_LOOK_EVERY = 64
_DONE = 1e-12


class Learner(Protocol):
    """How one role learns. Its memory is an array; rounds are counted from 1."""

    def begin(self, size: int) -> Floats:
        """The memory before the first round, of a role with `size` policies."""

    def play(self, memory: Floats, number: int) -> Floats:
        """The mixed strategy of round `number`, shape (size,)."""

    def learn(self, memory: Floats, strategy: Floats, payoffs: Floats) -> Floats:
        """The memory after a round in which `strategy` was played and policy i would have earned payoffs[i]."""

    def weight(self, number: int) -> float:
        """The weight of round `number` in the average."""


def average_play(game: NormalForm, learner: Learner, rounds: int) -> dict[Role, Floats]:
    """The weighted average of `rounds` rounds in which all roles learn at once; seats of a role play alike.

    Ends early once the average is an equilibrium to 1e-12 of the scale.
    """
    memories = {role: learner.begin(game.size(role)) for role in game.first_seat}
    totals = {role: np.zeros(game.size(role)) for role in game.first_seat}
    for number in range(1, rounds + 1):
        strategies = {role: learner.play(memory, number) for role, memory in memories.items()}
        payoffs = game.deviation_payoffs(strategies)
        for role, strategy in strategies.items():
            memories[role] = learner.learn(memories[role], strategy, payoffs[role])
            totals[role] += learner.weight(number) * strategy
        if number % _LOOK_EVERY == 1 and game.gap(_averages(totals)) <= _DONE:
            break
    return _averages(totals)


def _averages(totals: dict[Role, Floats]) -> dict[Role, Floats]:
    return {role: distribution(total) for role, total in totals.items()}


def positive_or_uniform(values: Floats) -> Floats:
    """In proportion to the positive parts; uniform where there are none."""
    positive = np.maximum(values, 0.0)
    total = positive.sum()
    return np.asarray(positive / total) if total > 0 else np.full(len(values), 1 / len(values))
