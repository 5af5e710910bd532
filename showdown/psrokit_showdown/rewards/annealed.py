"""From one reward to another in the course of training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from psrokit.api import InputError, Reward, reward
from psrokit_showdown.rewards.binary import Binary
from psrokit_showdown.rewards.default_shaped import DefaultShaped


@reward("annealed")
@dataclass(frozen=True)
class Annealed:
    """The weights of one reward change linearly into those of another: w(p) = (1 - a) w_start + a w_end, with
    a = (p - from) / (to - from) kept within 0 and 1, and p the progress of training.

    start, end: the two rewards. from_progress, to_progress: when the change begins and when it is complete (0 to 1).
    """

    start: Reward = field(default_factory=DefaultShaped)
    end: Reward = field(default_factory=Binary)
    from_progress: float = 0.0
    to_progress: float = 1.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.from_progress < self.to_progress <= 1.0:
            raise InputError(
                f"a reward cannot anneal from {self.from_progress} to {self.to_progress}",
                remedy="Give 0 <= from_progress < to_progress <= 1.",
            )

    def components(self, before: Any, after: Any, outcome: float | None) -> Mapping[str, float]:
        """Those of both rewards. Where both measure under one name, the end's."""
        return {**self.start.components(before, after, outcome), **self.end.components(before, after, outcome)}

    def weights(self, progress: float) -> Mapping[str, float]:
        """The mixture at `progress`."""
        share = min(1.0, max(0.0, (progress - self.from_progress) / (self.to_progress - self.from_progress)))
        start, end = self.start.weights(progress), self.end.weights(progress)
        return {
            name: (1.0 - share) * start.get(name, 0.0) + share * end.get(name, 0.0)
            for name in dict.fromkeys((*start, *end))
        }
