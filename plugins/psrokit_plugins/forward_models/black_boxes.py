"""Episodes that can be forked, and opponents that are only asked to act, again and again from one position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self, runtime_checkable

import numpy as np

from psrokit.api import Action, Episode, InputError, Observation, Policy, Seat, Task


@runtime_checkable
class ForkedEpisode(Episode, Protocol):
    """An episode from which play can go on more than once: a forward model."""

    def fork(self) -> Self:
        """An episode in the same position. Later chance moves are drawn anew."""


def opponents_of(task: Task, rng: np.random.Generator, wanted_by: str) -> tuple[ForkedEpisode, list[Opponent | None]]:
    """A new deal and who was drawn against the task's seat. Raises InputError if its episodes cannot be forked."""
    episode = task.game.deal(int(rng.integers(2**63)))
    if not isinstance(episode, ForkedEpisode):
        raise InputError(
            f"{wanted_by} needs episodes that can be forked; {type(task.game).__name__} deals others",
            remedy="Use a learning oracle, such as tabular_q.",
        )
    return episode, [Opponent(policy, seat, rng) if policy else None for seat, policy in enumerate(task.opponents(rng))]


def key_of(observation: Observation, wanted_by: str) -> str:
    """The information state in words. Raises InputError where views have none."""
    key = getattr(observation.view, "key", None)
    if not isinstance(key, str):
        raise InputError(f"{wanted_by} needs views with a text `key`", remedy="Use another oracle.")
    return key


class Opponent:
    """A black box in one deal: asked again, it plays from the same randomness."""

    def __init__(self, policy: Policy, seat: Seat, rng: np.random.Generator) -> None:
        self._policy, self._seat = policy, seat
        self._rng = np.random.Generator(np.random.PCG64(int(rng.integers(2**63))))
        self._start = self._rng.bit_generator.state

    def act(self, observations: Sequence[Observation]) -> Action:
        """What it does after these observations: an actor, with its memory, is led there anew."""
        self._rng.bit_generator.state = self._start
        actor = self._policy.start(self._seat, self._rng)
        return [actor.act(observation) for observation in observations][-1]
