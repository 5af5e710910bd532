"""Metamon's AggressiveShapedReward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psrokit.api import reward
from psrokit_showdown.reward_components import shaping

_WEIGHTS = {"damage_done": 1.0, "hp_gain": 1.0, "removed_pokemon": 2.0, "lost_pokemon": -2.0, "won": 200.0}


@reward("aggressive_shaped")
@dataclass(frozen=True)
class AggressiveShaped:
    """Metamon's AggressiveShapedReward: damage done + HP gained + 2 (removed - lost Pokemon) + 200 for a win; a loss
    costs nothing.
    """

    def components(self, before: Any, after: Any, outcome: float | None) -> Mapping[str, float]:
        """See `reward_components.shaping`."""
        return shaping(before, after, outcome)

    def weights(self, progress: float) -> Mapping[str, float]:  # noqa: ARG002 # the same all the time
        """The same at any time."""
        return _WEIGHTS
