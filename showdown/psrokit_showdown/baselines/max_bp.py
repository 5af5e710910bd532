"""The player of highest base power, with a little chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.erring import erring, most_powerful
from psrokit_showdown.tactics.scene import Scene


@policy("max_bp")
@dataclass(frozen=True)
class MaxBP:
    """Uses its move of highest base power; chance sends in Pokemon. Metamon: MaxBPBaseline (MaxBP).

    random_most: in each battle a share of decisions, drawn evenly from 0 to this, is left to chance.
    """

    random_most: float = 0.1

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return erring(_choose, rng, self.random_most)


def _choose(scene: Scene) -> str:
    return most_powerful(scene).choice
