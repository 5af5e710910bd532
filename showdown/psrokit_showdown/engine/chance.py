"""Every random draw of a battle goes through here: the simulator's generator, or a script of outcomes.

The generator is that of the fifth generation's games, as Showdown has it: x <- x * 0x5D588B656C078965 + 0x269EC3 mod
2^64, of which the upper 32 bits r are drawn; a number below n is floor(r * n / 2^32). Showdown's slight bias is kept.

Where row[SCRIPTED] is 1 nothing is drawn: the outcome of the i-th draw is read from the row (0 where nothing was
written) and its probability is recorded beside it, so that a decision's outcomes can be enumerated. A chance has the
outcomes 0 (no, with 1 - numerator/denominator) and 1 (yes); an even draw has n outcomes of 1/n.
"""

from __future__ import annotations

import numpy as np

from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import DRAW_WORDS, DRAWS, SCRIPT, SCRIPT_DRAWS, SCRIPTED, SEED

MULTIPLIER = np.uint64(0x5D588B656C078965)
INCREMENT = np.uint64(0x269EC3)
LOW16, S16, S32, S48 = np.uint64(0xFFFF), np.uint64(16), np.uint64(32), np.uint64(48)


@kernel
def next_word(row: Row) -> int:
    """Advance the generator; the next 32 bits."""
    x = (
        (np.uint64(row[SEED] & 0xFFFF) << S48)
        | (np.uint64(row[SEED + 1] & 0xFFFF) << S32)
        | (np.uint64(row[SEED + 2] & 0xFFFF) << S16)
        | np.uint64(row[SEED + 3] & 0xFFFF)
    )
    x = x * MULTIPLIER + INCREMENT
    row[SEED] = np.int64(x >> S48)
    row[SEED + 1] = np.int64((x >> S32) & LOW16)
    row[SEED + 2] = np.int64((x >> S16) & LOW16)
    row[SEED + 3] = np.int64(x & LOW16)
    return np.int64(x >> S32)  # type: ignore[return-value] # compiled, all integers are of 64 bits


@kernel
def scripted(row: Row, numerator: int, denominator: int) -> int:
    """The outcome that the script holds for this draw, whose probability is written down."""
    draw = SCRIPT + DRAW_WORDS * min(row[DRAWS], SCRIPT_DRAWS - 1)
    row[draw + 1] = numerator
    row[draw + 2] = denominator
    row[DRAWS] += 1
    return row[draw]


@kernel
def even(row: Row, n: int) -> int:
    """One of 0..n-1, all equally likely."""
    if row[SCRIPTED]:
        return scripted(row, 0, n)
    return (next_word(row) * n) >> 32


@kernel
def chance(row: Row, numerator: int, denominator: int) -> bool:
    """True with probability numerator/denominator."""
    if row[SCRIPTED]:
        return scripted(row, numerator, denominator) == 1
    return (next_word(row) * denominator) >> 32 < numerator


@kernel
def idle_draws(row: Row, times: int) -> None:
    """Draws that decide nothing: Showdown shuffles what acts alike, and only the generator moves."""
    if row[SCRIPTED] == 0:
        for _ in range(times):
            next_word(row)
