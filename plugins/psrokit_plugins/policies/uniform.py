"""The policy `uniform`: every legal action is equally likely, in any game."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Floats, Observation, Seat, policy
from psrokit_plugins.exact.states import InformationStates


@policy("uniform")
@dataclass(frozen=True)
class Uniform:
    """Plays each legal action with the same probability, in any game."""

    def start(self, seat: Seat, rng: np.random.Generator) -> UniformActor:  # noqa: ARG002 # the same in every seat
        """An actor for one episode."""
        return UniformActor(rng)

    def behaviour(self, states: InformationStates) -> Floats:
        """One over the number of legal actions, everywhere."""
        return states.tabulate(lambda _, legal: [1.0 / len(legal)] * len(legal))


@dataclass(frozen=True, slots=True)
class UniformActor:
    """`uniform` in one episode."""

    rng: np.random.Generator

    def act(self, observation: Observation) -> Action:
        """Any legal action."""
        return observation.legal[int(self.rng.random() * len(observation.legal))]
