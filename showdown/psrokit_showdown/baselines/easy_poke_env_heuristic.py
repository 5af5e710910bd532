"""Simple heuristics, used now and then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.heuristics import Odds, heuristics

_ODDS = Odds(
    change=0.1, switch=0.1, hazard=0.1, removal=0.1, setup=0.5, stab=0.1, ratio=0.2, accuracy=0.1, hits=0.2, type=0.3
)


@policy("easy_poke_env_heuristic")
@dataclass(frozen=True)
class EasyPokeEnvHeuristic:
    """The player `poke_env_heuristic`, but it forgets most of its ingredients most of the time.

    Metamon: EasyPokeEnvHeuristic.
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(heuristics(_ODDS), rng)
