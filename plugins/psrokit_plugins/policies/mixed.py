"""The policy `mixed`: the same lottery over actions every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Floats, InputError, Observation, Seat, policy
from psrokit_plugins.exact.states import InformationStates


@policy("mixed")
@dataclass(frozen=True)
class Mixed:
    """Takes legal action number i with probability `weights[i]`: a mixed strategy of a matrix game.

    weights: one probability per legal action, in the game's order.

    Raises InputError if the weights are no distribution, or where there are not as many legal actions as weights.
    """

    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", tuple(float(weight) for weight in self.weights))
        if not all(weight >= 0 for weight in self.weights) or not abs(sum(self.weights) - 1) <= 1e-9:
            raise InputError(
                f"the weights {list(self.weights)} of a 'mixed' policy are no distribution (sum 1, none below 0)"
            )

    def start(self, seat: Seat, rng: np.random.Generator) -> MixedActor:  # noqa: ARG002 # the same in every seat
        """An actor for one episode."""
        return MixedActor(self, rng)

    def behaviour(self, states: InformationStates) -> Floats:
        """The weights, everywhere."""
        return states.tabulate(lambda _, legal: self.weights_for(len(legal)))

    def weights_for(self, actions: int) -> Sequence[float]:
        """The weights, if there are as many as legal actions."""
        if len(self.weights) != actions:
            raise InputError(f"a 'mixed' policy has {len(self.weights)} weights, but {actions} actions are legal")
        return self.weights


@dataclass(frozen=True, slots=True)
class MixedActor:
    """A `mixed` policy in one episode."""

    policy: Mixed
    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        """An action drawn by the weights."""
        return observation.legal[drawn(self.policy.weights_for(len(observation.legal)), self.rng)]


def drawn(probabilities: Sequence[float], rng: np.random.Generator) -> int:
    """A number drawn with these probabilities; rounding in their sum falls to the last possible one."""
    point, possible = rng.random() * sum(probabilities), 0
    for number, probability in enumerate(probabilities):
        if probability > 0:
            possible = number
            if point < probability:
                break
            point -= probability
    return possible
