"""poke-env's player of simple heuristics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.heuristics import Odds, heuristics
from psrokit_showdown.tactics.scene import Rules


@policy("poke_env_heuristic")
@dataclass(frozen=True)
class PokeEnvHeuristic:
    """Plays by the rules of poke-env's SimpleHeuristicsPlayer: matchups, hazards, preparation, estimated damage.

    Metamon: PokeEnvHeuristic.

    rules: "corrected", or "faithful" to the players behind published results: Stealth Rock is never laid, for its name
    is misspelt.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(heuristics(Odds()), rng, self.rules)
