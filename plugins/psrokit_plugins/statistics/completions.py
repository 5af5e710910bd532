"""Tables with holes: what their missing payoffs can be, and the tables that fill them.

Nothing is put into a hole. A payoff that nobody measured lies between the lowest and the highest return there is; where
the known payoffs of two seats have a constant sum, those of a hole are taken to have it too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, PayoffTable, Profile, Role, return_bounds, seat_exchanges
from psrokit_plugins.normal_form.constant_sum import two_player_sum


@dataclass(frozen=True, slots=True)
class Incomplete:
    """Payoffs between bounds, low and high of shape (seats, *K), equal where the payoff is known.

    holes: one profile per class of mirrored cells. total: what the payoffs of two seats sum to everywhere, or None.
    """

    seats: tuple[Role, ...]
    low: Floats
    high: Floats
    holes: tuple[Profile, ...]
    total: float | None

    @classmethod
    def of(cls, table: PayoffTable) -> Incomplete:
        """The payoffs of a table; a missing one is between the least and the greatest return (`return_bounds`)."""
        total, seats = two_player_sum(table), len(table.seats)
        low, high = (
            np.where(table.known, table.mean, end.reshape(seats, *[1] * seats)) for end in return_bounds(table)
        )
        if total is not None and table.seats[0] == table.seats[1]:
            own = np.arange(table.sizes[0])
            low[:, own, own] = high[:, own, own] = total / 2
        return cls(table.seats, low, high, tuple(table.holes()), total)

    @property
    def alike(self) -> bool:
        """Whether all seats have one role."""
        return len(set(self.seats)) == 1

    @property
    def scale(self) -> float:
        """Half the spread of all payoffs that are possible; never 0."""
        return max(float(self.high.max() - self.low.min()) / 2, float(np.finfo(float).tiny))

    def filled(self, means: Floats, shares: Floats) -> Floats:
        """Means, shape (B, seats, *K), without holes; shares: (B, holes, seats), where between its bounds each is.

        Cells that mirror a hole get the same payoffs, exchanged; seats that play the same policy of one role share
        theirs.
        """
        means = means.copy()
        exchanges = seat_exchanges(self.seats)
        for number, hole in enumerate(self.holes):
            low, high = np.moveaxis(self.low, 0, -1)[hole], np.moveaxis(self.high, 0, -1)[hole]
            values = low + shares[:, number] * (high - low)
            if self.total is not None:
                values[:, 1] = self.total - values[:, 0]
            same = [list(order) for order in exchanges if tuple(hole[seat] for seat in order) == hole]
            values = np.mean([values[:, order] for order in same], axis=0)
            for order in exchanges:
                cell: tuple[slice | int, ...] = (slice(None), slice(None), *(hole[seat] for seat in order))
                means[cell] = values[:, list(order)]
        return means


def completions(table: Incomplete, tries: int, rng: np.random.Generator) -> Floats:
    """Payoffs without holes, shape (tries, seats, *K).

    In the first every missing payoff is in the middle of its bounds, in half of the others each is at one of them.
    """
    shares = rng.random((tries, len(table.holes), len(table.seats)))
    extreme = (tries + 1) // 2
    shares[:extreme] = np.rint(shares[:extreme])
    shares[0] = 0.5
    return table.filled(np.broadcast_to(table.low, (tries, *table.low.shape)), shares)
