"""Spaces and rewards that each break one rule of their kind, as a plugin file. None of them is of use otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np

from psrokit.api import (
    Action,
    Arrays,
    ArraySpec,
    Encoder,
    IllegalAction,
    Mask,
    Observation,
    action_space,
    observation_space,
    reward,
)

FLOATS = np.dtype(np.float32)
PROMISED = {"numbers": ArraySpec((2,), FLOATS, 0.0, 1.0, ("x", "y"))}


@dataclass(frozen=True)
class Sound:
    """A space that keeps all rules: two zeros for any view."""

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        return PROMISED

    def start(self) -> Encoder:
        return self

    def encode(self, view: object) -> Arrays:
        del view
        return {"numbers": np.zeros(2, FLOATS)}


@observation_space("sound_zeros")
@dataclass(frozen=True)
class Zeros(Sound):
    """Breaks nothing."""


@observation_space("faulty_dtype")
@dataclass(frozen=True)
class OtherDtype(Sound):
    def encode(self, view: object) -> Arrays:
        del view
        return {"numbers": np.zeros(2)}


@observation_space("faulty_bounds")
@dataclass(frozen=True)
class OutOfBounds(Sound):
    def encode(self, view: object) -> Arrays:
        del view
        return {"numbers": np.full(2, 3, FLOATS)}


@observation_space("faulty_nameless")
@dataclass(frozen=True)
class Nameless(Sound):
    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        return {"numbers": ArraySpec((2,), FLOATS, 0.0, 1.0, ("x", "x"))}


@observation_space("faulty_common_memory")
@dataclass(frozen=True)
class CommonMemory(Sound):
    seen: list[int] = field(default_factory=list, init=False, compare=False)

    def encode(self, view: object) -> Arrays:
        del view
        self.seen.append(0)
        return {"numbers": np.full(2, len(self.seen) / 1000, FLOATS)}


@observation_space("faulty_reused")
@dataclass(frozen=True)
class Reused(Sound):
    def start(self) -> Encoder:
        return OneArray(np.zeros(2, FLOATS))


@dataclass(frozen=True)
class OneArray:
    array: Any

    def encode(self, view: object) -> Arrays:
        del view
        self.array[...] += 0.1
        return {"numbers": self.array}


@observation_space("faulty_drifting")
@dataclass(frozen=True)
class Drifting(Sound):
    """Gives another number each time that it is asked."""

    def encode(self, view: object) -> Arrays:
        del view
        return {"numbers": np.full(2, next(_asked) / 1e6, FLOATS)}


_asked = count()


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


@action_space("faulty_empty")
@dataclass(frozen=True)
class Empty(TwoActions):
    def mask(self, observation: Observation) -> Mask:
        del observation
        return np.zeros(8, np.bool_)


@action_space("faulty_lenient")
@dataclass(frozen=True)
class Lenient(TwoActions):
    def action(self, observation: Observation, index: int) -> Action:
        return observation.legal[index % len(observation.legal)]


@action_space("faulty_lost")
@dataclass(frozen=True)
class Lost(TwoActions):
    def index(self, observation: Observation, action: Action) -> int:
        del observation, action
        return 0


@action_space("faulty_stranger")
@dataclass(frozen=True)
class Stranger(TwoActions):
    """Its indices stand for an action of another game."""

    def action(self, observation: Observation, index: int) -> Action:
        super().action(observation, index)
        return "no such action"


@action_space("faulty_moody_mask")
@dataclass(frozen=True)
class MoodyMask(TwoActions):
    """Allows one index only whenever it sees an observation again, every other time."""

    seen: dict[int, int] = field(default_factory=dict, init=False, compare=False)

    def mask(self, observation: Observation) -> Mask:
        times = self.seen[id(observation)] = self.seen.get(id(observation), -1) + 1
        return np.arange(8) < (1 if times % 2 else len(observation.legal))


@dataclass(frozen=True)
class Winning:
    """1 for a win."""

    def components(self, before: object, after: object, outcome: float | None) -> Mapping[str, float]:
        del before, after
        return {"won": float(outcome == 1.0)}

    def weights(self, progress: float) -> Mapping[str, float]:
        del progress
        return {"won": 1.0}


@reward("sound_winning")
@dataclass(frozen=True)
class JustWinning(Winning):
    """Breaks nothing."""


@reward("faulty_names")
@dataclass(frozen=True)
class SometimesNamed(Winning):
    def components(self, before: object, after: object, outcome: float | None) -> Mapping[str, float]:
        more = {} if outcome is None else {"over": 1.0}
        return {**super().components(before, after, outcome), **more}


@reward("faulty_infinite")
@dataclass(frozen=True)
class Infinite(Winning):
    def components(self, before: object, after: object, outcome: float | None) -> Mapping[str, float]:
        return {**super().components(before, after, outcome), "much": math.inf}


@reward("faulty_unmeasured")
@dataclass(frozen=True)
class Unmeasured(Winning):
    def weights(self, progress: float) -> Mapping[str, float]:
        return {"won": 1.0, "fame": progress}


@reward("faulty_annealing")
@dataclass(frozen=True)
class CountingCalls(Winning):
    calls: list[float] = field(default_factory=list, init=False, compare=False)

    def weights(self, progress: float) -> Mapping[str, float]:
        self.calls.append(progress)
        return {"won": float(len(self.calls))}


@reward("faulty_drifting")
@dataclass(frozen=True)
class DriftingReward(Winning):
    """Pays more each time that it is asked."""

    def components(self, before: object, after: object, outcome: float | None) -> Mapping[str, float]:
        return {"won": super().components(before, after, outcome)["won"] + next(_asked) / 1e6}


@reward("faulty_indifferent")
@dataclass(frozen=True)
class Indifferent(Winning):
    def weights(self, progress: float) -> Mapping[str, float]:
        return {"won": 1.0 - progress}
