"""Metamon's smallest recurrent player."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from psrokit.api import policy
from psrokit_showdown.metamon_rnn.files import check_kept
from psrokit_showdown.metamon_rnn.published import Published


@policy("mini_rnn")
@dataclass(frozen=True)
class MiniRNN(Published):
    """A small network that plays what it learned from human battles; it remembers the battle. Metamon: MiniRNN.

    weights: the published file replays_v2_small_trial1_BEST.pt, which psrokit does not bring; by default metamon/ in
    psrokit's cache folder is where it must be, with the published SHA-256.
    """

    weights: Path | None = None

    def __post_init__(self) -> None:
        if self.weights is None:
            check_kept()
