"""poke-env's own player of simple heuristics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.poke_env_players.acting import PlayerActor
from psrokit_showdown.poke_env_players.needed import need_poke_env


@policy("simple_heuristics")
@dataclass(frozen=True)
class SimpleHeuristics:
    """poke-env's SimpleHeuristicsPlayer itself, as installed. poke_env_heuristic follows the same rules, and faster."""

    def __post_init__(self) -> None:
        need_poke_env("this policy is a player of")

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor with a player of its own, which draws from `rng`."""
        from poke_env.player import SimpleHeuristicsPlayer  # noqa: PLC0415 # optional, and it starts a thread

        return PlayerActor(SimpleHeuristicsPlayer, {}, rng)
