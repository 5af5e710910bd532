"""Simple heuristics, each used with a probability of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.heuristics import Odds, heuristics


@policy("parameterized_poke_env_heuristic")
@dataclass(frozen=True)
class ParameterizedPokeEnvHeuristic(Odds):
    """The player `poke_env_heuristic`, whose every ingredient is used with a probability from 0 to 1.

    Metamon: _ParameterizedPokeEnvHeuristic.

    change: changing type (gen 9). switch: leaving a bad matchup. hazard, removal: laying and clearing hazards. setup:
    raising stats. stab, ratio, accuracy, hits, type: those parts of the estimate of a move's damage.
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(heuristics(self), rng)
