"""Metamon's recurrent player, trained on human battles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from psrokit.api import policy
from psrokit_showdown.metamon_rnn.published import Published


@policy("base_rnn")
@dataclass(frozen=True)
class BaseRNN(Published):
    """A network that plays what it learned from human battles; it remembers the battle. Metamon: BaseRNN.

    weights: the published file replays_v2_full_trial1_BEST.pt, which psrokit does not bring.
    """

    weights: Path
