"""Metamon's recurrent player, trained on the winners of human battles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from psrokit.api import policy
from psrokit_showdown.metamon_rnn.published import Published


@policy("wins_only_rnn")
@dataclass(frozen=True)
class WinsOnlyRNN(Published):
    """A network that plays as the winners of human battles; it remembers the battle. Metamon: WinsOnlyRNN.

    weights: the published file replays_v2_wins_only_trial1_BEST.pt, which psrokit does not bring.
    """

    weights: Path
