"""What Metamon's published recurrent players have in common as policies: all but their names and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat
from psrokit_showdown.metamon_rnn.files import kept_file
from psrokit_showdown.metamon_rnn.playing import answers, seated


@dataclass(frozen=True)
class Published:
    """A network that plays what it learned from human battles; it remembers the battle.

    weights: its file; None for the one that is kept in psrokit's cache folder.
    """

    weights: Path | None

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # the same in every seat
        """An actor that draws from `rng`. Raises InputError, with the place, for a file of another kind."""
        return seated(self.weights or kept_file(), rng)

    def act_many(self, actors: Sequence[Actor], observations: Sequence[Observation]) -> Sequence[Action]:
        """The choices of many actors, from one forward pass."""
        return answers(actors, observations)
