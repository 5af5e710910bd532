"""The policy `pure`: always the same action, by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Floats, InputError, Observation, Seat, policy
from psrokit_plugins.exact.states import InformationStates


@policy("pure")
@dataclass(frozen=True)
class Pure:
    """Always the same action: a row or column of a matrix game.

    action: the number of the legal action to take, counted from 0.

    Raises InputError where there are too few legal actions.
    """

    action: int

    def __post_init__(self) -> None:
        if self.action < 0:
            raise InputError(f"the action of a 'pure' policy is {self.action}; actions are counted from 0")

    def start(self, seat: Seat, rng: np.random.Generator) -> Pure:  # noqa: ARG002 # nothing to remember, nothing random
        """Itself: it needs no memory."""
        return self

    def act(self, observation: Observation) -> Action:
        """The chosen action."""
        self._check(len(observation.legal))
        return observation.legal[self.action]

    def behaviour(self, states: InformationStates) -> Floats:
        """Probability 1 for the chosen action."""
        return states.tabulate(lambda _, legal: self._certain(len(legal)))

    def _certain(self, actions: int) -> Sequence[float]:
        self._check(actions)
        return [float(number == self.action) for number in range(actions)]

    def _check(self, actions: int) -> None:
        if self.action >= actions:
            raise InputError(
                f"the action of a 'pure' policy is {self.action}, but only {actions} are legal",
                remedy=f"Use 0 to {actions - 1}.",
            )
