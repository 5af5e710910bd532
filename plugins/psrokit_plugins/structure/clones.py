"""Are two policies the same? A permutation test on how they fare against everybody else.

If i and k are clones, which of them played a game against j is a label without meaning: the wins, ties and losses that
the two had against j together could have fallen to either in any way that keeps how many games each played. So labels
are dealt again at random, opponent by opponent (hypergeometrically, which is Fisher's exact argument), and what is
compared is the sum of squared differences of their scores, each over its variance under that dealing. Their own games
against each other must be even: their lead, squared over its variance, is added and dealt as fair coins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats
from psrokit_plugins.tables.counts import Ints


@dataclass(frozen=True, slots=True)
class Records:
    """won, tied, lost: (K, K) games of the row against the column, 0 on the diagonal."""

    won: Ints
    tied: Ints
    lost: Ints

    @property
    def games(self) -> Ints:
        """(K, K)."""
        return self.won + self.tied + self.lost


def clone_test(records: Records, pair: tuple[int, int], draws: int, rng: np.random.Generator) -> float:
    """The p-value of the pair being clones: the share of dealings at least as uneven, itself counted.

    1 where nothing can tell them apart, because they have met nobody in common nor each other.
    """
    i, k = pair
    others = np.array([j for j in range(len(records.won)) if j not in pair], dtype=np.int64)
    games = records.games
    common = others[(games[i, others] > 0) & (games[k, others] > 0)]
    mine = np.stack([counts[i, common] for counts in (records.won, records.tied, records.lost)], axis=-1)
    theirs = np.stack([counts[k, common] for counts in (records.won, records.tied, records.lost)], axis=-1)
    pooled = mine + theirs
    dealt = _dealt(pooled, mine.sum(axis=-1), draws, rng)
    seen, drawn = (_unevenness(hands, pooled) for hands in (mine[np.newaxis], dealt))
    decided = int(records.won[i, k] + records.lost[i, k])
    if decided:
        seen = seen + (records.won[i, k] - records.lost[i, k]) ** 2 / decided
        drawn = drawn + (2 * rng.binomial(decided, 0.5, draws) - decided) ** 2 / decided
    return float((1 + np.count_nonzero(drawn >= seen[0] * (1 - 1e-9))) / (1 + draws))


def _dealt(pooled: Ints, hand: Ints, draws: int, rng: np.random.Generator) -> Ints:
    """Random hands of so many games from each pool, shape (draws, opponents, 3)."""
    won = rng.hypergeometric(pooled[:, 0], pooled[:, 1] + pooled[:, 2], hand, (draws, len(hand)))
    tied = rng.hypergeometric(pooled[:, 1], pooled[:, 2], hand - won, (draws, len(hand)))
    return np.stack([won, tied, hand - won - tied], axis=-1)


def _unevenness(hands: Ints, pooled: Ints) -> Floats:
    """The test statistic of hands, shape (draws, opponents, 3) -> (draws,)."""
    points = np.array([1.0, 0.5, 0.0])
    size, total = hands.sum(axis=-1), pooled.sum(axis=-1)
    mean = pooled @ points / np.maximum(total, 1)
    spread = pooled @ points**2 / np.maximum(total, 1) - mean**2
    variance = size * spread * (total - size) / np.maximum(total - 1, 1)
    surprise = (hands @ points - size * mean) ** 2
    return np.asarray(np.where(variance > 0, surprise / np.where(variance > 0, variance, 1.0), 0.0).sum(axis=-1))
