"""Action spaces that break laws of their kind, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from breaking import breaks

from psrokit.api import (
    Action,
    IllegalAction,
    Mask,
    Observation,
    action_space,
)


@dataclass(frozen=True)
class TwoActions:
    """The legal actions by their places, up to eight."""

    @property
    def size(self) -> int:
        return 8

    def mask(self, observation: Observation) -> Mask:
        return np.arange(8) < len(observation.legal)

    def action(self, observation: Observation, index: int) -> Action:
        if not 0 <= index < len(observation.legal):
            raise IllegalAction(f"{index} stands for nothing")
        return observation.legal[index]

    def index(self, observation: Observation, action: Action) -> int:
        return list(observation.legal).index(action)


@action_space("sound_places")
@dataclass(frozen=True)
class Places(TwoActions):
    """Breaks nothing."""


@breaks("has a legal index at every decision", "lets an illegal index be replaced", "refuses every other index")
@action_space("faulty_empty")
@dataclass(frozen=True)
class Empty(TwoActions):
    def mask(self, observation: Observation) -> Mask:
        del observation
        return np.zeros(8, np.bool_)


@breaks("refuses every other index")
@action_space("faulty_lenient")
@dataclass(frozen=True)
class Lenient(TwoActions):
    def action(self, observation: Observation, index: int) -> Action:
        return observation.legal[index % len(observation.legal)]


@breaks("finds its actions again")
@action_space("faulty_lost")
@dataclass(frozen=True)
class Lost(TwoActions):
    def index(self, observation: Observation, action: Action) -> int:
        del observation, action
        return 0


@breaks("gives only legal actions", "lets an illegal index be replaced", "finds its actions again")
@action_space("faulty_stranger")
@dataclass(frozen=True)
class Stranger(TwoActions):
    """Its indices stand for an action of another game."""

    def action(self, observation: Observation, index: int) -> Action:
        super().action(observation, index)
        return "no such action"


@breaks("says the same again", "lets an illegal index be replaced")
@action_space("faulty_moody_mask")
@dataclass(frozen=True)
class MoodyMask(TwoActions):
    """Allows one index only whenever it sees an observation again, every other time."""

    seen: dict[int, int] = field(default_factory=dict, init=False, compare=False)

    def mask(self, observation: Observation) -> Mask:
        times = self.seen[id(observation)] = self.seen.get(id(observation), -1) + 1
        return np.arange(8) < (1 if times % 2 else len(observation.legal))
