"""Rewards: training signals made of named components. They never reach a payoff table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Reward(Protocol):
    """Measures what happened between two decisions of a seat, and says how much each measured thing is worth.

    The two are kept apart, so that stored components can be valued by another reward later.
    """

    def components(self, before: Any, after: Any, outcome: float | None) -> Mapping[str, float]:
        """What happened, unweighted, under the same names every time.

        before, after: the seat's views at one decision and at the next (or at the end). outcome: its return if the
        episode ended with `after`, else None.
        """

    def weights(self, progress: float) -> Mapping[str, float]:
        """What one unit of each component is worth at `progress` of the training, from 0 to 1."""


def weighed(components: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The reward: sum of weight times component. Raises KeyError if a component that counts is missing."""
    return sum(weight * components[name] for name, weight in weights.items() if weight)
