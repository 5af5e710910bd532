"""Rewards that break laws of their kind, as a plugin file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from breaking import breaks

from psrokit.api import (
    reward,
)

_asked = count()


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


@breaks("measures the same components every time")
@reward("faulty_names")
@dataclass(frozen=True)
class SometimesNamed(Winning):
    def components(self, before: object, after: object, outcome: float | None) -> Mapping[str, float]:
        more = {} if outcome is None else {"over": 1.0}
        return {**super().components(before, after, outcome), **more}


@breaks("measures finite numbers")
@reward("faulty_infinite")
@dataclass(frozen=True)
class Infinite(Winning):
    def components(self, before: object, after: object, outcome: float | None) -> Mapping[str, float]:
        return {**super().components(before, after, outcome), "much": math.inf}


@breaks("weighs only what it measures", "prefers winning")
@reward("faulty_unmeasured")
@dataclass(frozen=True)
class Unmeasured(Winning):
    def weights(self, progress: float) -> Mapping[str, float]:
        return {"won": 1.0, "fame": progress}


@breaks("weighs the same again")
@reward("faulty_annealing")
@dataclass(frozen=True)
class CountingCalls(Winning):
    calls: list[float] = field(default_factory=list, init=False, compare=False)

    def weights(self, progress: float) -> Mapping[str, float]:
        self.calls.append(progress)
        return {"won": float(len(self.calls))}


@breaks("measures the same again")
@reward("faulty_drifting")
@dataclass(frozen=True)
class DriftingReward(Winning):
    """Pays more each time that it is asked."""

    def components(self, before: object, after: object, outcome: float | None) -> Mapping[str, float]:
        return {"won": super().components(before, after, outcome)["won"] + next(_asked) / 1e6}


@breaks("prefers winning")
@reward("faulty_indifferent")
@dataclass(frozen=True)
class Indifferent(Winning):
    def weights(self, progress: float) -> Mapping[str, float]:
        return {"won": 1.0 - progress}
