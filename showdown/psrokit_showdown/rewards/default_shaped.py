"""Metamon's DefaultShapedReward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psrokit.api import reward
from psrokit_showdown.reward_components import shaping

_WEIGHTS = {
    "damage_done": 1.0,
    "hp_gain": 1.0,
    "gave_status": 0.5,
    "took_status": -0.5,
    "removed_pokemon": 1.0,
    "lost_pokemon": -1.0,
    "won": 100.0,
    "lost": -100.0,
}


@reward("default_shaped")
@dataclass(frozen=True)
class DefaultShaped:
    """Metamon's DefaultShapedReward: damage done + HP gained + 0.5 (status given - taken) + (removed - lost Pokemon)
    + 100 for a win, -100 for a loss, 0 for a tie.
    """

    def components(self, before: Any, after: Any, outcome: float | None) -> Mapping[str, float]:
        """See `reward_components.shaping`."""
        return shaping(before, after, outcome)

    def weights(self, progress: float) -> Mapping[str, float]:  # noqa: ARG002 # the same all the time
        """The same at any time."""
        return _WEIGHTS
