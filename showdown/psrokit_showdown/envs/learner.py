"""One learner in one seat of one battle: what it sees, what it does, and what that was worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from psrokit.api import Action, EpisodeFailed, Observation, Seat, generator, weighed
from psrokit_showdown.envs.interface import MASK, Interface
from psrokit_showdown.envs.replacing import replaced
from psrokit_showdown.knowledge import BattleView

NOTHING_DONE = -1


class Learner:
    """Told whenever its seat is asked (`ask`) and of the end (`end`, `fail`); acts by index.

    Rewards are those between two decisions of its own: while it is not asked, its observation stays what it was, with
    a mask that allows index 0 alone (which then does nothing), and its reward is 0.
    """

    def __init__(self, interface: Interface, seat: Seat, match_seed: int) -> None:
        self.asked: Observation | None = None
        self.view: BattleView | None = None
        self.decisions = 0
        self._interface = interface
        self._encoder = interface.observations.start()
        self._rng = generator(match_seed, "substitute", seat)
        self._arrays: Mapping[str, Any] = {}
        self._components: Mapping[str, float] | None = None
        self._last: dict[str, Any] = {"action": NOTHING_DONE, "substituted": False}
        self._substitutions = 0
        self._end: dict[str, Any] = {}

    def ask(self, observation: Observation) -> None:
        """It must act."""
        self.asked = observation
        self._see(observation.view, None)

    def act(self, index: int) -> Action:
        """The action played for an index, one of a legal index for an illegal one. Only while it is asked."""
        assert self.asked is not None
        done = replaced(self._interface.actions, self.asked, index, self._rng)
        self.asked, self._components = None, None
        self.decisions += 1
        self._substitutions += done.substituted
        self._last |= {"action": done.index, "substituted": done.substituted}
        return done.action

    def end(self, view: BattleView, outcome: float, record: Mapping[str, Any]) -> None:
        """The battle is over. view: what it knows at the end; record: where and how it was played."""
        self.asked = None
        self._see(view, outcome)
        self._end = {"return": outcome, "record": record}

    def fail(self, failure: EpisodeFailed) -> None:
        """The battle could not be finished."""
        self.asked = None
        self._end = {"failure": failure.kind, "why": failure.message}

    def _see(self, view: BattleView, outcome: float | None) -> None:
        self._components = self._interface.reward.components(self.view or view, view, outcome)
        self._arrays = {name: _plain(array) for name, array in self._encoder.encode(view).items()}
        self.view = view

    def observation(self) -> dict[str, Any]:
        """The arrays and the mask."""
        return {**self._arrays, MASK: self._mask()}

    def reward(self, progress: float) -> float:
        """What happened since its last decision is worth; 0 if it is not asked. progress: of the training, 0 to 1."""
        if self._components is None:
            return 0.0
        return weighed(self._components, self._interface.reward.weights(progress))

    def info(self) -> dict[str, Any]:
        """What gymnasium calls info: see docs/how-to/train-with-gymnasium.md."""
        components = self._components
        if components is None:
            components = self._interface.reward.components(self.view, self.view, None)
        return {
            MASK: self._mask(),
            "asked": self.asked is not None,
            **self._last,
            "substitutions": self._substitutions,
            "reward_components": dict(components),
            **self._end,
        }

    def _mask(self) -> Any:
        if self.asked is not None:
            return self._interface.actions.mask(self.asked).astype(np.int8)
        alone = np.zeros(self._interface.actions.size, np.int8)
        alone[0] = 1
        return alone


def _plain(array: Any) -> Any:
    """A text as the string that gymnasium's Text wants."""
    return array.item() if array.dtype.kind == "U" else array
