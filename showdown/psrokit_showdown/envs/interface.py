"""How a learner sees, acts and is rewarded: the three components, and gymnasium's spaces for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from gymnasium import spaces

from psrokit.api import (
    ActionSpace,
    InputError,
    ObservationSpace,
    Reward,
    build,
    gymnasium_actions,
    gymnasium_observations,
)

Part: TypeAlias = str | Mapping[str, Any] | Any
"""A component: its name, its spec, or itself."""
MASK = "action_mask"
_OFFERS = {
    "policy": ("start",),
    "game": ("seats", "deal"),
    "observation_space": ("arrays", "start"),
    "action_space": ("size", "mask", "action", "index"),
    "reward": ("components", "weights"),
}
"""What a component of each kind has; components made by hand need no decorator here."""


def component(kind: str, part: Part) -> Any:
    """The component of a kind that is meant. Raises InputError if there is none such."""
    if isinstance(part, str):
        return build(kind, {"use": part})
    if isinstance(part, Mapping):
        return build(kind, part)
    if isinstance(part, type) or not all(hasattr(part, name) for name in _OFFERS[kind]):
        what = kind.replace("_", " ")
        remedy = f'Give its name, its spec ({{"use": ...}}) or a component of kind {what}.'
        raise InputError(f"{part!r} is no {what}", remedy=remedy)
    return part


@dataclass(frozen=True, slots=True)
class Interface:
    """An observation is the arrays of `observations` and, as `action_mask`, what is legal (int8, shape (size,))."""

    observations: ObservationSpace
    actions: ActionSpace
    reward: Reward

    @classmethod
    def of(cls, observation: Part, action: Part, reward: Part) -> Interface:
        """The interface of three parts. Raises InputError for what is unknown."""
        return cls(
            component("observation_space", observation), component("action_space", action), component("reward", reward)
        )

    def observation_space(self) -> spaces.Dict:
        """A new gymnasium space of observations."""
        arrays = gymnasium_observations(self.observations).spaces
        return spaces.Dict({**arrays, MASK: spaces.Box(0, 1, (self.actions.size,), np.int8)})

    def action_space(self) -> spaces.Discrete:
        """A new gymnasium space of actions."""
        discrete: spaces.Discrete = gymnasium_actions(self.actions)
        return discrete
