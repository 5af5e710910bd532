"""A compiled player that chooses evenly among what is legal, with a generator of its own (splitmix64)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.engine.kernel import kernel

GAMMA = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S27, S30, S32 = np.uint64(27), np.uint64(30), np.uint64(32)


@kernel
def random_choice(dice: NDArray[np.uint64], die: int, mask: int) -> int:
    """One choice of a mask, 0 of an empty one; throws dice[die] if there is more than one."""
    options = size_of(mask)
    return nth_choice(mask, _throw(dice, die, options) if options > 1 else 0)


@kernel
def size_of(mask: int) -> int:
    """How many choices a mask has."""
    count = 0
    while mask:  # this form, and that of the loops below, are single instructions to the compiler
        mask &= mask - 1
        count += 1
    return count


@kernel
def nth_choice(mask: int, n: int) -> int:
    """The n-th choice of a mask, counted from 0; 0 if there are not so many."""
    for _ in range(n):
        mask &= mask - 1
    if mask == 0:
        return 0
    choice = 1
    while mask & 1 == 0:
        mask >>= 1
        choice += 1
    return choice


@kernel
def _throw(dice: NDArray[np.uint64], die: int, sides: int) -> int:
    """An even number below `sides`, up to one part in 2^32."""
    dice[die] += GAMMA
    x = dice[die]
    x = (x ^ (x >> S30)) * FIRST
    x = (x ^ (x >> S27)) * SECOND
    return (np.int64(x >> S32) * sides) >> 32  # type: ignore[return-value] # compiled, all integers are of 64 bits
