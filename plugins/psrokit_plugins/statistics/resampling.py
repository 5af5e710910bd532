"""Other payoff tables that the same games could have come from: draws of the means from their posterior.

A table keeps sums of its samples, not the samples, so they cannot be drawn again with replacement. What it keeps fixes
a mean and a variance per cell, and a draw is a Beta variable with the mean and the variance of the posterior. The
prior is one imaginary sample per cell, half of it at either end of the range of returns (Jeffreys' Beta(1/2, 1/2)): for
samples of two values the posterior is then exactly Jeffreys', five wins in five are strong evidence and not certainty,
and no draw leaves the range. With many samples it is the central limit theorem's normal distribution.

The unit of evidence is the sample, the mean of a mirrored group; single games of a group are never drawn apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, PayoffTable, seat_exchanges
from psrokit_plugins.statistics.win_loss import returns_are_wins

Indices = npt.NDArray[np.intp]
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class _Posterior:
    """Per seat and cell, shape (seats, cells): mean and variance of the payoff; per seat, (seats, 1): its bounds."""

    mean: Floats
    variance: Floats
    low: Floats
    high: Floats

    def drawn(self, count: int, rng: np.random.Generator) -> Floats:
        """Independent draws, shape (count, seats, cells); the mean itself where there is no variance."""
        spread = self.high - self.low
        doubtful = self.variance > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (self.mean - self.low) / spread
            weight = share * (1 - share) * spread**2 / self.variance - 1
        draws = np.broadcast_to(self.mean, (count, *self.mean.shape)).copy()
        beta = rng.beta((share * weight)[doubtful], ((1 - share) * weight)[doubtful], (count, int(doubtful.sum())))
        low, scale = (np.broadcast_to(end, doubtful.shape)[doubtful] for end in (self.low, spread))
        draws[:, doubtful] = low + scale * beta
        return draws


def resampled_means(table: PayoffTable, count: int, rng: np.random.Generator) -> Floats:
    """Draws of the table's means, shape (count, seats, *K); the same for the same state of `rng`.

    Cells that mirror each other have the same draw, exchanged. In a two-seat table whose payoffs have a constant sum
    every draw has it too; hence a symmetric zero-sum table stays antisymmetric. Otherwise the draws of different
    seats are independent, since a table does not keep how they vary together. Exact cells are the same in every draw,
    cells without evidence are NaN in every draw.
    """
    exchanges = seat_exchanges(table.seats)
    cells = np.indices(table.sizes).reshape(len(table.seats), -1)
    flat = np.stack([np.ravel_multi_index(tuple(cells[list(order)]), table.sizes) for order in exchanges])
    firsts = cells[:, flat[0] == flat.min(axis=0)]
    draws = _draws(table, firsts, count, rng)
    means, times = np.zeros((count, len(table.seats), flat.shape[1])), np.zeros(flat.shape[1])
    for order in exchanges:
        target = np.ravel_multi_index(tuple(firsts[list(order)]), table.sizes)
        means[:, :, target] += draws[:, list(order)]
        times[target] += 1
    return (means / times).reshape(count, len(table.seats), *table.sizes)


def _draws(table: PayoffTable, firsts: Indices, count: int, rng: np.random.Generator) -> Floats:
    """Draws of one cell of each class of mirrored cells, shape (count, seats, classes); `firsts`: (seats, classes)."""
    sum_of_means = constant_sum(table)
    posterior = _posterior(table, np.ravel_multi_index(tuple(firsts), table.sizes))
    if sum_of_means is None:
        draws = posterior.drawn(count, rng)
        # seats that play the same policy of the same role share what they get
        role = np.array([table.seats.index(seat) for seat in table.seats])
        alike = (role[:, None, None] == role[None, :, None]) & (firsts[:, None] == firsts[None, :])
        return np.take_along_axis(draws, alike.argmax(axis=1)[None], axis=1)
    first = _Posterior(posterior.mean[:1], posterior.variance[:1], posterior.low[:1], posterior.high[:1])
    draws = first.drawn(count, rng)
    return np.concatenate([draws, sum_of_means - draws], axis=1)


def constant_sum(table: PayoffTable) -> float | None:
    """What the two seats' means sum to in every known cell; None if it is no constant, or there are other seats."""
    known = table.mean[:, table.known]
    if len(table.seats) != 2 or not known.size:
        return None
    sums = known.sum(axis=0)
    return float(sums[0]) if np.ptp(sums) <= _ROUNDING * np.abs(known).max() else None


def _posterior(table: PayoffTable, cells: Indices) -> _Posterior:
    """The posterior of these cells, given by their place in the flattened table."""
    seats = len(table.seats)
    low, high = (end[:, np.newaxis] for end in _bounds(table))
    exact, n = table.exact.ravel()[cells], table.count.ravel()[cells]
    known, total, squares = (each.reshape(seats, -1)[:, cells] for each in (table.mean, table.total, table.squares))
    mean = (total + (low + high) / 2) / (n + 1)
    variance = np.maximum((squares + (low**2 + high**2) / 2) / (n + 1) - mean**2, 0.0) / (n + 2)
    certain = exact | (n == 0)
    return _Posterior(np.where(certain, known, mean), np.where(certain, 0.0, variance), low, high)


def _bounds(table: PayoffTable) -> tuple[Floats, Floats]:
    """The range of samples per seat, shape (seats,), as far as the table tells.

    -1 and 1 where returns are wins, ties and losses. Otherwise the widest reach of mean plus or minus one standard
    deviation of a cell's samples, since every cell has seen a sample at least that far out.
    """
    seats = len(table.seats)
    if returns_are_wins(table):
        return np.full(seats, -1.0), np.full(seats, 1.0)
    sampled = ~table.exact & (table.count > 0)
    if not sampled.any():
        return np.zeros(seats), np.zeros(seats)
    mean = table.mean[:, sampled]
    deviation = np.sqrt(np.maximum(table.squares[:, sampled] / table.count[sampled] - mean**2, 0.0))
    return (mean - deviation).min(axis=1), (mean + deviation).max(axis=1)
