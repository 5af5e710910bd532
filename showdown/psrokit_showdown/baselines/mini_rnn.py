"""Metamon's smallest recurrent player."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat, policy
from psrokit_showdown.metamon_rnn.files import check_kept, kept_file
from psrokit_showdown.metamon_rnn.playing import answers, seated


@policy("mini_rnn")
@dataclass(frozen=True)
class MiniRNN:
    """A small network that plays what it learned from human battles; it remembers the battle. Metamon: MiniRNN.

    weights: the published file replays_v2_small_trial1_BEST.pt, which psrokit does not bring; by default metamon/ in
    psrokit's cache folder is where it must be, with the published SHA-256.
    """

    weights: Path | None = None

    def __post_init__(self) -> None:
        if self.weights is None:
            check_kept()

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`. Raises InputError, with the place, for a file of another kind."""
        return seated(self.weights or kept_file(), rng)

    def act_many(self, actors: Sequence[Actor], observations: Sequence[Observation]) -> Sequence[Action]:
        """The choices of many actors, from one forward pass."""
        return answers(actors, observations)
