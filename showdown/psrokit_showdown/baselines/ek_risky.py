"""EmeraldKaizo with a taste for risk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.kaizo.playing import gambling
from psrokit_showdown.tactics.scene import Rules


@policy("ek_risky")
@dataclass(frozen=True)
class EKRisky:
    """Plays as `emerald_kaizo`, but every other time it prefers what may go either way: sleep, confusion, explosions,
    one-hit knock-outs, high critical hit ratios, Counter and the like. Metamon: EKRisky.

    rules: "corrected", or "faithful" to the players behind published results: the other side's HP percent is taken for
    hit points, who is sent in is marked with an inverted sense, moves that raise attacks count as useless below full
    health, those that faint by Explosion do so at once if they are fast, and weather that is already there is not seen.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(gambling, rng, self.rules)
