"""The samples of a cell of won, tied and lost games, as far as the sums of the table tell them.

A sample of one game is 1, 0 or -1. That of a mirrored pair is 1, 1/2, 0, -1/2 or -1, halves where one of its two games
was tied. Let n samples with the sum T and the sum of squares Q hold h halves, d more of them above 0 than below. Then
s = Q - h / 4 of the others are not 0, and e = T - d / 2 more of these above 0 than below. So d and h are whole numbers
with |d| <= h and |e| <= s, s + h <= n, even h - d and s - e, and h no more than games were tied. Without ties, or with
one, there is one way to divide n, and samples are told exactly. With more there can be several. All have the number,
the sum and the squares of the real ones; taken is that nearest to what pairs of independent games would have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, PayoffTable, Profile, seat_exchanges
from psrokit_plugins.tables.counts import Ints

VALUES: Floats = np.array([1.0, 0.5, 0.0, -0.5, -1.0])
"""What a sample can be."""
_ROUNDING = 1e-6


def sample_counts(table: PayoffTable, profile: Profile) -> Ints:
    """How many samples of a cell had each of the VALUES for the first seat, shape (5,).

    The table is one of two seats whose returns are wins, ties and losses. Raises InputError, naming the cell, where no
    samples have its sums.
    """
    sums = _Sums.of(table, profile)
    found = sums.divided() if sums is not None else None
    if found is None:
        raise InputError(f"the sums of cell {profile} are those of no won, tied and lost games", cells=[profile])
    return np.array(found, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Sums:
    """count: samples. doubled: twice their sum, quadrupled: four times that of their squares, which are whole numbers.

    tied: of the games of samples, at least and at most. halves, lead: how many halves independent games would have,
    and by what part of them more would be above 0 than below.
    """

    count: int
    doubled: int
    quadrupled: int
    tied: tuple[int, int]
    halves: float
    lead: float

    @classmethod
    def of(cls, table: PayoffTable, profile: Profile) -> _Sums | None:
        """None if they are no whole numbers."""
        count, games, ties = (int(each[profile]) for each in (table.count, table.games, table.ties))
        exact = np.array([2 * table.total[(0, *profile)], 4 * table.squares[(0, *profile)]])
        whole = np.rint(exact)
        if (np.abs(exact - whole) > _ROUNDING * np.maximum(1.0, np.abs(exact))).any():
            return None
        single = games == count
        spare = games - (1 if single else len(seat_exchanges(table.seats))) * count  # of groups with a failed game
        share = 0.0 if single else ties / max(games, 1)
        won, lost = (float(table.wins[(seat, *profile)]) for seat in (0, 1))
        return cls(
            count=count,
            doubled=int(whole[0]),
            quadrupled=int(whole[1]),
            tied=(0, 0) if single else (max(ties - spare, 0), ties),
            halves=2 * share * (1 - share) * count,
            lead=(won - lost) / max(won + lost, 1.0),
        )

    def divided(self) -> tuple[int, ...] | None:
        """How many samples are 1, 1/2, 0, -1/2 and -1; None if no numbers fit."""
        possible = range(self.quadrupled % 4, min(self.tied[1], self.count) + 1, 4)
        for halves in sorted(possible, key=lambda number: abs(number - self.halves)):
            whole = (self.quadrupled - halves) // 4
            rest = self.count - whole - halves
            more = self._more(halves, whole)
            if whole >= 0 and rest >= 0 and more is not None and self._ties_fit(halves, rest):
                lead = (self.doubled - more) // 2
                above, below = (halves + more) // 2, (halves - more) // 2
                return (whole + lead) // 2, above, rest, below, (whole - lead) // 2
        return None

    def _more(self, halves: int, whole: int) -> int | None:
        """How many more halves are above 0 than below: of those that fit, the nearest to what is expected."""
        fitting = [
            more
            for more in range(-halves, halves + 1, 2)
            if abs(lead := self.doubled - more) <= 2 * whole and lead % 2 == 0 and (lead // 2 - whole) % 2 == 0
        ]
        return min(fitting, key=lambda more: abs(more - self.lead * halves), default=None)

    def _ties_fit(self, halves: int, rest: int) -> bool:
        """Whether so many games can be tied: one in each half, two or none in each 0."""
        least, most = max(self.tied[0], halves), min(self.tied[1], halves + 2 * rest)
        return least + (least - halves) % 2 <= most
