"""The player of physical moves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.preferring import preferring


@policy("prefer_physical")
@dataclass(frozen=True)
class PreferPhysical:
    """Uses its physical move of highest base power, or any of highest base power if it has none; chance sends in
    Pokemon.

    Metamon: PreferPhysical.
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(preferring("physical"), rng)
