"""A policy is an immutable value; what it must remember during an episode lives in the actor it seats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeGuard

import numpy as np

from psrokit.game import Action, Observation, Seat


class Actor(Protocol):
    """One policy in one seat of one episode."""

    def act(self, observation: Observation) -> Action:
        """One of `observation.legal`."""


class Policy(Protocol):
    """A way to play a game. Policies are components: a policy is its spec, and saving one is writing JSON."""

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        """An actor for one episode; all its randomness comes from `rng`."""


class BatchPolicy(Policy, Protocol):
    """A policy that answers many pending decisions at once, e.g. with one forward pass."""

    def act_many(self, actors: Sequence[Actor], observations: Sequence[Observation]) -> Sequence[Action]:
        """One action per pair of actor (all seated by this policy) and observation, in order."""


def answers_batches(policy: Policy) -> TypeGuard[BatchPolicy]:
    """Whether a policy offers `act_many` (asked for every decision: isinstance on a protocol would cost more than most
    policies do)."""
    return hasattr(policy, "act_many")
