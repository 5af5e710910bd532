"""The cross-entropy method (Rubinstein & Kroese 2004) over the parameters of the scripted player."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from psrokit.api import Floats
from psrokit_showdown.baselines.scripted import Scripted
from psrokit_showdown.weights import RANGES

ELITE_SHARE = 0.3
SMALLEST_SPREAD = 0.03
"""Standard deviations never fall below this share of a parameter's range, so that it cannot freeze by luck."""
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Gaussian:
    """From which players are drawn; it is narrowed towards those that scored best.

    mean, deviation: shape (parameters,), in units of each parameter's range, in the order of `RANGES`.
    """

    mean: Floats
    deviation: Floats

    @classmethod
    def around(cls, player: Scripted, spread: float) -> Gaussian:
        """Centred on a player, with the same deviation for every parameter."""
        return cls(_position(player), np.full(len(RANGES), spread))

    @property
    def centre(self) -> Scripted:
        """The player in the middle."""
        return _player(self.mean)

    def draw(self, rng: np.random.Generator, count: int) -> list[Scripted]:
        """Players drawn from the Gaussian, clipped to the ranges."""
        return [_player(rng.normal(self.mean, self.deviation)) for _ in range(count)]

    def narrowed(self, players: Sequence[Scripted], scores: Floats) -> Gaussian:
        """Moved to the best players of a generation; the deviation is theirs, averaged with the old one."""
        count = max(2, round(ELITE_SHARE * len(players)))
        elite = np.array([_position(players[place]) for place in np.argsort(-scores, kind="stable")[:count]])
        deviation = np.maximum((elite.std(axis=0) + self.deviation) / 2, SMALLEST_SPREAD)
        return Gaussian(elite.mean(axis=0), deviation)


def _position(player: Scripted) -> Floats:
    return np.array([(getattr(player, name) - low) / (high - low) for name, (low, high) in RANGES.items()])


def _player(position: Floats) -> Scripted:
    values = {
        name: round(low + (high - low) * float(np.clip(share, 0.0, 1.0)), DIGITS)
        for (name, (low, high)), share in zip(RANGES.items(), position, strict=True)
    }
    return replace(Scripted(), **values)
