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

_POINTS = np.array([1.0, 0.5, 0.0])
"""What a better, an even and a worse sample score."""
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

    def compared(self, pair: tuple[int, int]) -> Comparison | None:
        """Two policies of the role; None where nothing can tell them apart, because they have met nobody in common nor
        decided a sample between them.
        """
        hands, own = self.hands[list(pair)], self.own[list(pair)]
        common = (hands.sum(axis=-1) > 0).all(axis=0)
        common[own[own >= 0]] = False
        found = Comparison(hands[0, common], hands[1, common], *self._direct(pair))
        return found if common.any() or found.decided else None

    def _direct(self, pair: tuple[int, int]) -> tuple[int, int]:
        """Better and worse samples of the first against the second."""
        first, second = pair
        if self.own[second] < 0:
            return 0, 0
        better, _, worse = self.hands[first, self.own[second]].tolist()
        return better, worse


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two policies' samples against the opponents that both have met, (opponents, 3), and those of the first against
    the second.
    """

    mine: Ints
    theirs: Ints
    better: int
    worse: int

    @property
    def decided(self) -> int:
        """Samples between the two that were not even."""
        return self.better + self.worse

    def as_uneven(self, draws: int, rng: np.random.Generator) -> int:
        """How many of `draws` random dealings between the two are at least as uneven as their records."""
        drawn = _unevenness(_dealt(self._pooled, self.mine.sum(axis=-1), draws, rng), self._pooled)
        if self.decided:
            drawn += (2 * rng.binomial(self.decided, 0.5, draws) - self.decided) ** 2 / self.decided
        return int(np.count_nonzero(drawn >= self._seen))

    def largest_p_value(self) -> float:
        """A bound on the share of all dealings that are as uneven, by Cantelli's inequality and without dealing.

        Each opponent's part of the statistic, and that of the samples between the two, is 1 on average.
        """
        variances = _variances(self._pooled, self.mine.sum(axis=-1))
        if self.decided:
            variances = np.append(variances, 2 - 2 / self.decided)
        excess, variance = self._seen - len(variances), float(variances.sum())
        return variance / (variance + excess**2) if excess > 0 else 1.0

    @property
    def _pooled(self) -> Ints:
        return self.mine + self.theirs

    @property
    def _seen(self) -> float:
        """The statistic of their records, a little less where rounding could make it more."""
        seen = float(_unevenness(self.mine[np.newaxis], self._pooled)[0])
        return (1 - 1e-9) * (seen + ((self.better - self.worse) ** 2 / self.decided if self.decided else 0.0))


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
    size, total = hands.sum(axis=-1), pooled.sum(axis=-1)
    mean = pooled @ _POINTS / np.maximum(total, 1)
    variance = _powers(pooled, 2) * size * (total - size) / np.maximum(total * (total - 1.0), 1)
    surprise = (hands @ _POINTS - size * mean) ** 2
    return np.asarray(np.where(variance > 0, surprise / np.where(variance > 0, variance, 1.0), 0.0).sum(axis=-1))


def _variances(pooled: Ints, size: Ints) -> Floats:
    """How much each opponent's part of the statistic varies, of those whose samples are not all alike.

    A hand is a sample without replacement. The fourth moment of its sum counts the products of four scores of the pool,
    each less their mean, by how many of the four are the same one.
    """
    total, step = pooled.sum(axis=-1), np.arange(4)[:, np.newaxis]
    one, two, three, four = np.cumprod((size - step) / np.maximum(total - step, 1), axis=0)  # these are in the hand
    squares, fourths = _powers(pooled, 2), _powers(pooled, 4)
    moment = fourths * (one - 7 * two + 12 * three - 6 * four) + 3 * squares**2 * (two - 2 * three + four)
    variance = squares * (one - two)
    told = variance > 0
    return np.asarray(np.maximum(moment[told] / variance[told] ** 2 - 1, 0.0))


def _powers(pooled: Ints, power: int) -> Floats:
    """The sum over a pool's samples of powers of what each scores more than their mean, shape (opponents,)."""
    mean = pooled @ _POINTS / np.maximum(pooled.sum(axis=-1), 1)
    return np.asarray((pooled * (_POINTS - mean[:, np.newaxis]) ** power).sum(axis=-1))
