"""The opponent of a difficulty hack of the third games."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Seat, policy
from psrokit_showdown.tactics.acting import Follower
from psrokit_showdown.tactics.kaizo.playing import careful
from psrokit_showdown.tactics.scene import Rules


@policy("emerald_kaizo")
@dataclass(frozen=True)
class EmeraldKaizo:
    """Scores every move by what it does now and by rules of its own for some hundred moves, and leaves when helpless.

    Metamon: EmeraldKaizo.

    rules: "corrected", or "faithful" to the players behind published results: the other side's HP percent is taken for
    hit points, who is sent in is marked with an inverted sense, moves that raise attacks count as useless below full
    health, those that faint by Explosion do so at once if they are fast, weather that is already there is not seen, and
    what docs/how-to/play-metamons-baselines.md lists besides.
    """

    rules: Rules = "corrected"

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`."""
        return Follower(careful, rng, self.rules)
