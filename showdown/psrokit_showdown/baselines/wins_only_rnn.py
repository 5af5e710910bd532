"""Metamon's recurrent player, trained on the winners of human battles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat, policy
from psrokit_showdown.metamon_rnn.playing import answers, seated


@policy("wins_only_rnn")
@dataclass(frozen=True)
class WinsOnlyRNN:
    """A network that plays as the winners of human battles; it remembers the battle. Metamon: WinsOnlyRNN.

    weights: the published file replays_v2_wins_only_trial1_BEST.pt, which psrokit does not bring.
    """

    weights: Path

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`. Raises InputError, with the place, for a file of another kind."""
        return seated(self.weights, rng)

    def act_many(self, actors: Sequence[Actor], observations: Sequence[Observation]) -> Sequence[Action]:
        """The choices of many actors, from one forward pass."""
        return answers(actors, observations)
