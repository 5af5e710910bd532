"""Metamon's BinaryReward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psrokit.api import reward
from psrokit_showdown.reward_components import shaping

_WEIGHTS = {"won": 100.0, "lost": -100.0}


@reward("binary")
@dataclass(frozen=True)
class Binary:
    """Metamon's BinaryReward: 100 for a win, -100 for a loss, else 0; the rest is measured all the same."""

    def components(self, before: Any, after: Any, outcome: float | None) -> Mapping[str, float]:
        """See `reward_components.shaping`."""
        return shaping(before, after, outcome)

    def weights(self, progress: float) -> Mapping[str, float]:  # noqa: ARG002 # the same all the time
        """The same at any time."""
        return _WEIGHTS
