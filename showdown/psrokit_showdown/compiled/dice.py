"""NumPy's generator PCG64, compiled: an actor draws the same numbers, plain or compiled.

O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms" (2014), the 128-bit generator with
XSL-RR output; seeds are spread as NumPy's SeedSequence does. One die is four words: state high and low, increment high
and low.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.engine.kernel import kernel

Dice = NDArray[np.uint64]
"""Shape (dice, DIE_WORDS)."""
Die: TypeAlias = NDArray[np.uint64]
"""A row of dice."""

DIE_WORDS = 4
MULTIPLIER_HIGH, MULTIPLIER_LOW = np.uint64(0x2360ED051FC65DA4), np.uint64(0x4385DF649FCCF645)
HALF = np.uint64(0xFFFFFFFF)
S1, S11, S32, S58, S63 = np.uint64(1), np.uint64(11), np.uint64(32), np.uint64(58), np.uint64(63)
UNIT = 1.0 / 9007199254740992.0
_POOL = 4
_HASH_A, _MULTIPLY_A = 0x43B0D7E5, 0x931E8875
_HASH_B, _MULTIPLY_B = 0x8B51F9DD, 0x58F38DED
_MIX_LEFT, _MIX_RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)
_SHIFT = np.uint32(16)


@kernel
def draw(die: Die) -> float:
    """The next number of a die, from 0 up to 1, as `numpy.random.Generator.random` gives it."""
    _turn(die)
    high, low = die[0], die[1]
    mixed, by = high ^ low, high >> S58
    word = (mixed >> by) | (mixed << ((np.uint64(64) - by) & S63))
    return np.int64(word >> S11) * UNIT


@kernel
def _turn(die: Die) -> None:
    """State <- state * multiplier + increment, modulo 2^128."""
    high, low = die[0], die[1]
    a, b = low & HALF, low >> S32
    c, d = MULTIPLIER_LOW & HALF, MULTIPLIER_LOW >> S32
    middle = ((a * c) >> S32) + ((a * d) & HALF) + ((b * c) & HALF)
    carried = b * d + ((a * d) >> S32) + ((b * c) >> S32) + (middle >> S32)
    product = low * MULTIPLIER_LOW
    total = product + die[3]
    overflow = np.uint64(1) if total < product else np.uint64(0)
    die[0] = carried + high * MULTIPLIER_LOW + low * MULTIPLIER_HIGH + die[2] + overflow
    die[1] = total


def dice_of(seeds: Sequence[int]) -> Dice:
    """The dice that `psrokit.api.generator` gives for seeds in [0, 2^63), shape (len(seeds), DIE_WORDS)."""
    words = _spread(np.array(seeds, np.uint64))
    dice = np.empty((len(words), DIE_WORDS), np.uint64)
    dice[:, 2] = (words[:, 2] << S1) | (words[:, 3] >> S63)
    dice[:, 3] = (words[:, 3] << S1) | S1
    # The state starts at 0: one step makes it the increment; then the seed is added, and one more step follows.
    dice[:, 1] = dice[:, 3] + words[:, 1]
    dice[:, 0] = dice[:, 2] + words[:, 0] + (dice[:, 1] < words[:, 1])
    return _turned(dice)


def _turned(dice: Dice) -> Dice:
    """All dice after one step."""
    mask = (1 << 128) - 1
    multiplier = int(MULTIPLIER_HIGH) << 64 | int(MULTIPLIER_LOW)
    for die, (high, low, step_high, step_low) in enumerate(dice.tolist()):
        state = ((high << 64 | low) * multiplier + (step_high << 64 | step_low)) & mask
        dice[die, :2] = state >> 64, state & ((1 << 64) - 1)
    return dice


def _spread(seeds: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SeedSequence(seed).generate_state(4, uint64) of every seed, shape (n, 4)."""
    pool = np.zeros((_POOL, len(seeds)), np.uint32)
    pool[0], pool[1] = seeds & HALF, seeds >> S32
    constants = _Constants(_HASH_A, _MULTIPLY_A)
    for place in range(_POOL):
        pool[place] = constants.mixed(pool[place])
    for source in range(_POOL):
        for target in range(_POOL):
            if source != target:
                both = _MIX_LEFT * pool[target] - _MIX_RIGHT * constants.mixed(pool[source])
                pool[target] = both ^ (both >> _SHIFT)
    constants = _Constants(_HASH_B, _MULTIPLY_B)
    halves = np.stack([constants.mixed(pool[place % _POOL]) for place in range(2 * _POOL)], axis=1).astype(np.uint64)
    return np.asarray(halves[:, 0::2] | (halves[:, 1::2] << S32))


class _Constants:
    """The running constant of SeedSequence's hash."""

    def __init__(self, first: int, multiplier: int) -> None:
        self._now = first
        self._multiplier = multiplier

    def mixed(self, words: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The words hashed with the constant, which moves on."""
        words = words ^ np.uint32(self._now)
        self._now = self._now * self._multiplier & 0xFFFFFFFF
        words = words * np.uint32(self._now)
        return np.asarray(words ^ (words >> _SHIFT))
