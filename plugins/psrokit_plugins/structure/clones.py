"""Are two policies the same? A permutation test on how they fare against everybody else.

If i and k are clones, which of them played a sample against j is a label without meaning: the better, even and worse
samples that the two had against j together could have fallen to either in any way that keeps how many each has. So
labels are dealt again at random, opponent by opponent (hypergeometrically, which is Fisher's exact argument), and what
is compared is the sum of squared differences of their scores, each over its variance under that dealing. Policies of
one role have also met each other, where clones are even: their lead, squared over its variance, is added and dealt as
fair coins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats
from psrokit_plugins.statistics.samples import Samples
from psrokit_plugins.tables.counts import Ints

_HUGE = 10**9
"""Pools from here on NumPy deals no hands from."""


@dataclass(frozen=True, slots=True)
class Records:
    """hands: (K, M, 3), better, even and worse samples of each policy of a role against each opponent.

    own: (K,), which opponent each policy is itself; -1 where the opponents are those of another role.
    """

    hands: Ints
    own: Ints

    @classmethod
    def of(cls, samples: Samples, *, alike: bool) -> Records:
        """Of the first seat's policies; alike: whether its opponents are the same policies. Counts are rounded."""
        better, worse = np.rint(samples.better), np.rint(samples.worse)
        even = np.maximum(np.rint(samples.count) - better - worse, 0)
        size = len(better)
        own = np.arange(size) if alike else np.full(size, -1)
        return cls(np.stack([better, even, worse], axis=-1).astype(np.int64), own)

    def common(self, pair: tuple[int, int]) -> Ints:
        """The opponents that both have met, none of them one of the pair."""
        met = (self.hands[list(pair)].sum(axis=-1) > 0).all(axis=0)
        return np.setdiff1d(np.flatnonzero(met), self.own[list(pair)])

    def direct(self, pair: tuple[int, int]) -> tuple[int, int]:
        """Better and worse samples of the first against the second."""
        first, second = pair
        if self.own[second] < 0:
            return 0, 0
        better, _, worse = self.hands[first, self.own[second]].tolist()
        return better, worse


def as_uneven(records: Records, pair: tuple[int, int], draws: int, rng: np.random.Generator) -> int | None:
    """How many of `draws` random dealings between the two policies are at least as uneven as their records.

    None where nothing can tell them apart, because they have met nobody in common nor decided a sample between them.
    """
    common = records.common(pair)
    mine, theirs = (records.hands[policy, common] for policy in pair)
    better, worse = records.direct(pair)
    decided = better + worse
    if not len(common) and not decided:
        return None
    pooled = mine + theirs
    dealt = _dealt(pooled, mine.sum(axis=-1), draws, rng)
    seen, drawn = (_unevenness(hands, pooled) for hands in (mine[np.newaxis], dealt))
    if decided:
        seen = seen + (better - worse) ** 2 / decided
        drawn = drawn + (2 * rng.binomial(decided, 0.5, draws) - decided) ** 2 / decided
    return int(np.count_nonzero(drawn >= seen[0] * (1 - 1e-9)))


def _dealt(pooled: Ints, hand: Ints, draws: int, rng: np.random.Generator) -> Ints:
    """Random hands of so many samples from each pool, shape (draws, opponents, 3)."""
    won = _drawn(rng, pooled[:, 0], pooled[:, 1] + pooled[:, 2], hand, draws)
    tied = _drawn(rng, pooled[:, 1], pooled[:, 2], hand - won, draws)
    return np.stack([won, tied, hand - won - tied], axis=-1)


def _drawn(rng: np.random.Generator, good: Ints, bad: Ints, hand: Ints, draws: int) -> Ints:
    """How many of `good` are in random hands, shape (draws, opponents); of huge pools by the normal distribution."""
    huge = np.maximum(good, bad) >= _HUGE
    few, fewer, fit = (np.where(huge, 0, counts) for counts in (good, bad, hand))
    exact: Ints = rng.hypergeometric(few, fewer, fit, (draws, len(good)))
    if not huge.any():
        return exact
    total = np.maximum(good + bad, 2)
    mean, share = hand * (good / total), good / total
    deviation = np.sqrt(np.maximum(mean * (1 - share) * ((total - hand) / (total - 1)), 0.0))
    normal = np.rint(mean + deviation * rng.standard_normal((draws, len(good)))).astype(np.int64)
    return np.asarray(np.where(huge, np.clip(normal, np.maximum(hand - bad, 0), np.minimum(hand, good)), exact))


def _unevenness(hands: Ints, pooled: Ints) -> Floats:
    """The test statistic of hands, shape (draws, opponents, 3) -> (draws,)."""
    points = np.array([1.0, 0.5, 0.0])
    size, total = hands.sum(axis=-1), pooled.sum(axis=-1)
    mean = pooled @ points / np.maximum(total, 1)
    spread = pooled @ points**2 / np.maximum(total, 1) - mean**2
    variance = size * spread * (total - size) / np.maximum(total - 1, 1)
    surprise = (hands @ points - size * mean) ** 2
    return np.asarray(np.where(variance > 0, surprise / np.where(variance > 0, variance, 1.0), 0.0).sum(axis=-1))
